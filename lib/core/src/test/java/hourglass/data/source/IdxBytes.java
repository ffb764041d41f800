package hourglass.data.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Small IDX files and a small published dataset made of them. */
public final class IdxBytes {

    /** A dataset of 7 + 2 pictures of 2×3 in two classes, as its four published files, by name, compressed. */
    static final Map<String, byte[]> TINY = new TreeMap<>(Map.of(
            "train-images-idx3-ubyte.gz", gzip(pictures(7, 2, 3)),
            "train-labels-idx1-ubyte.gz", gzip(labels(1, 0, 1, 0, 1, 0, 1)),
            "t10k-images-idx3-ubyte.gz", gzip(pictures(2, 2, 3)),
            "t10k-labels-idx1-ubyte.gz", gzip(labels(0, 1))));

    private IdxBytes() {}

    static IdxDataset tiny(URI place) {
        return new IdxDataset(
                "Tiny",
                "tiny",
                place,
                List.of("even", "odd"),
                sha256(pictures(7, 2, 3)),
                sha256(labels(1, 0, 1, 0, 1, 0, 1)),
                sha256(pictures(2, 2, 3)),
                sha256(labels(0, 1)));
    }

    /** The files of the tiny dataset in a new folder "tiny" of this one. */
    public static Path writeTiny(Path parent) throws IOException {
        Path folder = Files.createDirectories(parent.resolve("tiny"));
        for (Map.Entry<String, byte[]> file : TINY.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        return folder;
    }

    /** Pictures whose pixels count up: 0, 1, 2, …, 255, 0, … */
    public static byte[] pictures(int count, int height, int width) {
        byte[] bytes = new byte[16 + count * height * width];
        ByteBuffer.wrap(bytes).putInt(0x803).putInt(count).putInt(height).putInt(width);
        for (int i = 16; i < bytes.length; i++) {
            bytes[i] = (byte) (i - 16);
        }
        return bytes;
    }

    public static byte[] labels(int... labels) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length).putInt(0x801).putInt(labels.length);
        for (int label : labels) {
            bytes.put((byte) label);
        }
        return bytes.array();
    }

    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
