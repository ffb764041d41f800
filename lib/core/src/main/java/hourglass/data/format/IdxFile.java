package hourglass.data.format;

import hourglass.runtime.MemoryErrors;
import hourglass.runtime.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The contents of one IDX file, MNIST's format: a magic number, the sizes, then one unsigned byte a pixel or label.
 *
 * <p>Whether a file is compressed is decided by its first bytes, whatever it is called. A header is never trusted:
 * memory is taken as bytes arrive, and no more is decompressed than one byte beyond what the header promises.
 */
public final class IdxFile {

    private static final int PICTURES = 0x803;
    private static final int LABELS = 0x801;

    /** The format's types of numbers; QMNIST's labels, for one, are 32-bit integers in two dimensions. */
    private static final Map<Integer, String> TYPES = Map.of(
            0x08, "unsigned bytes",
            0x09, "signed bytes",
            0x0b, "16-bit integers",
            0x0c, "32-bit integers",
            0x0d, "32-bit floats",
            0x0e, "64-bit floats");

    /** The pixels, as bytes and then as floats, must leave room for other things in memory. */
    private static final long MOST_BYTES =
            Math.min(Integer.MAX_VALUE / Float.BYTES, Runtime.getRuntime().maxMemory() / 4);

    private final Path path;
    private final int magic;
    private final int[] sizes;
    private final byte[] header;
    private final byte[] values;

    private IdxFile(Path path, int magic, int[] sizes, byte[] header, byte[] values) {
        this.path = path;
        this.magic = magic;
        this.sizes = sizes;
        this.header = header;
        this.values = values;
    }

    /**
     * The names under which a file may lie: its own, the same with a dot as some mirrors write it
     * ("train-images.idx3-ubyte"), and both compressed.
     *
     * @param name such as "train-images-idx3-ubyte"
     */
    public static List<String> names(String name) {
        Objects.requireNonNull(name, "There is no name of a file.");
        String dotted = name.replace("-idx", ".idx");
        return List.of(name, name + ".gz", dotted, dotted + ".gz");
    }

    /** The first file in a folder that has one of the {@link #names}. */
    public static Optional<Path> find(Path folder, String name) {
        Objects.requireNonNull(folder, "There is no folder to look in.");
        Objects.requireNonNull(name, "There is no name to look for.");
        return names(name).stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * Reads a file of pictures or labels.
     *
     * @throws IllegalArgumentException if its content is not what an IDX file holds
     * @throws UncheckedIOException if it cannot be read
     */
    public static IdxFile read(Path path) {
        Objects.requireNonNull(path, "There is no path of an IDX file to read.");
        try (InputStream in = DataFile.open(path)) {
            return parse(path, in);
        } catch (IOException e) {
            throw DataFile.fault(path, e);
        }
    }

    private static IdxFile parse(Path path, InputStream in) throws IOException {
        byte[] start = in.readNBytes(4);
        check(start.length > 0, "%s is empty: copy or download it again.", path);
        check(
                start.length == 4,
                "%s ends after %d bytes, within its header: copy or download it again.",
                path,
                start.length);
        int magic = ByteBuffer.wrap(start).getInt();
        requireKnown(path, magic);
        int dimensions = magic & 0xff;
        byte[] rest = in.readNBytes(4 * dimensions);
        check(
                rest.length == 4 * dimensions,
                "%s ends after %d bytes, within its header: copy or download it again.",
                path,
                4 + rest.length);
        byte[] header =
                ByteBuffer.allocate(4 + rest.length).put(start).put(rest).array();
        ByteBuffer numbers = ByteBuffer.wrap(header).position(4);
        int[] sizes = new int[dimensions];
        double promised = 1; // a double, since the product of three unsigned sizes does not fit a long
        for (int i = 0; i < dimensions; i++) {
            sizes[i] = numbers.getInt();
            promised *= Integer.toUnsignedLong(sizes[i]);
        }
        check(
                promised > 0,
                "%s says that it holds %s, which is nothing: give a file with at least one picture or label.",
                path,
                contents(sizes));
        check(
                promised <= MOST_BYTES,
                "%s says that it holds %s, more than the %,d million bytes that fit here:"
                        + " split it, or give Java more memory with -Xmx.",
                path,
                contents(sizes),
                MOST_BYTES / 1_000_000);
        byte[] values = in.readNBytes((int) promised);
        check(
                values.length == (int) promised,
                "%s says that it holds %s, but ends after %,d of %,d bytes: copy or download it again.",
                path,
                contents(sizes),
                values.length,
                (long) promised);
        check(
                in.read() < 0, // which also makes a compressed file check its own sum
                "%s says that it holds %s, but goes on after these %,d bytes: its header or its end is wrong.",
                path,
                contents(sizes),
                (long) promised);
        return new IdxFile(path, magic, sizes, header, values);
    }

    private static void requireKnown(Path path, int magic) {
        String type = TYPES.get(magic >>> 8);
        check(
                type != null,
                "%s begins with 0x%08x, but IDX files begin with 0x%08x (pictures) or 0x%08x (labels): give one of"
                        + " these.",
                path,
                magic,
                PICTURES,
                LABELS);
        check(
                magic == PICTURES || magic == LABELS,
                "%s holds %s in %d dimensions (0x%08x), but pictures are read from unsigned bytes in 3 dimensions and"
                        + " labels from unsigned bytes in 1: write the numbers as such.",
                path,
                type,
                magic & 0xff,
                magic);
    }

    /** The SHA-256 of the decompressed bytes, header included, in hexadecimal. */
    public String sha256() {
        return Sha256.of(header, values);
    }

    /** The number of pictures or labels. */
    public int size() {
        return sizes[0];
    }

    /** The lines of a picture. */
    public int height() {
        requirePictures();
        return sizes[1];
    }

    /** The pixels of a line. */
    public int width() {
        requirePictures();
        return sizes[2];
    }

    /**
     * The pictures as float32 [n, height · width], grey levels 0 to 255 scaled to [0, 1].
     *
     * @throws IllegalArgumentException if the file holds labels
     */
    public INDArray pixels() {
        requirePictures();
        float[] scaled = new float[256];
        for (int grey = 0; grey < scaled.length; grey++) {
            scaled[grey] = grey / 255f;
        }
        INDArray pixels = MemoryErrors.explained(
                "reading " + contents(sizes),
                () -> Nd4j.createUninitialized(DataType.FLOAT, new long[] {sizes[0], values.length / sizes[0]}, 'c'));
        FloatBuffer target = pixels.data().asNioFloat();
        float[] block =
                new float[DataFile.BUFFER]; // block by block: a second copy of all floats would be 188 MB for MNIST
        for (int from = 0; from < values.length; from += block.length) {
            int length = Math.min(block.length, values.length - from);
            for (int i = 0; i < length; i++) {
                block[i] = scaled[values[from + i] & 0xff];
            }
            target.put(block, 0, length);
        }
        return pixels;
    }

    /**
     * The labels, 0 to 255.
     *
     * @throws IllegalArgumentException if the file holds pictures
     */
    public int[] labels() {
        check(
                magic == LABELS,
                "%s holds %s (0x%08x), not labels (0x%08x): give the file whose name contains 'labels-idx1'.",
                path,
                contents(sizes),
                magic,
                LABELS);
        int[] labels = new int[values.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = values[i] & 0xff;
        }
        return labels;
    }

    private void requirePictures() {
        check(
                magic == PICTURES,
                "%s holds %s (0x%08x), not pictures (0x%08x): give the file whose name contains 'images-idx3'.",
                path,
                contents(sizes),
                magic,
                PICTURES);
    }

    private static String contents(int[] sizes) {
        long count = Integer.toUnsignedLong(sizes[0]);
        return sizes.length == 1
                ? String.format(Locale.ROOT, "%,d labels", count)
                : String.format(
                        Locale.ROOT,
                        "%,d pictures of %s×%s",
                        count,
                        Integer.toUnsignedString(sizes[1]),
                        Integer.toUnsignedString(sizes[2]));
    }

    private static void check(boolean holds, String sentence, Object... values) {
        if (!holds) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, sentence, values));
        }
    }
}
