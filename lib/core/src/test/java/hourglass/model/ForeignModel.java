package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.fault.Traps;
import hourglass.testing.ForeignBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A model file of which a stranger wrote all or a part, and what holds for every one. */
final class ForeignModel {
    private static final ForeignBytes FILE = ForeignBytes.named("stranger.zip", IOException.class);
    // The tree of a configuration, twice, and the network that is built of it.
    private static final int PER_BYTE = 20_000;
    // Weights, gradients and the optimiser's state of a network whose weights are in the file, before any is let go.
    private static final long NATIVE_PER_BYTE = 10L * ForeignBytes.COMPRESSED;
    // ND4J's arrays are in none of JavaCPP's counts, so all of the process is looked at, in which other things are
    // going on.
    private static final long ANY_NATIVE = 256 << 20;
    private static final Map<String, byte[]> HONEST = honest();
    private static final Path WRITTEN = written();

    private ForeignModel() {}

    /** Reads an honest model's file with a part of it replaced, neither compressed. */
    static void check(String part, byte[] content) {
        Map<String, byte[]> parts = new LinkedHashMap<>(HONEST);
        parts.put(part, content);
        check(zip(parts));
    }

    /** Reads a file, and if it is a model, writes it and reads it again. */
    static void check(byte[] zip) {
        long room = ANY_NATIVE + NATIVE_PER_BYTE * zip.length;
        long before = Pointer.physicalBytes();
        Optional<Autoencoder> read = load(zip);
        if (Pointer.physicalBytes() - before > room) {
            // Java's heap, which grew for the first reading, does not grow for a second one.
            before = Pointer.physicalBytes();
            read = load(zip);
            assertThat(Pointer.physicalBytes() - before)
                    .as("bytes that the process grew by")
                    .isLessThan(room);
        }
        read.ifPresent(ForeignModel::staysTheSame);
    }

    private static Optional<Autoencoder> load(byte[] zip) {
        Optional<Autoencoder> read = FILE.read(zip, PER_BYTE, Autoencoder::load);
        assertThat(Traps.SPRUNG).as("classes that were initialised").doesNotContain("InASeed");
        return read;
    }

    private static void staysTheSame(Autoencoder model) {
        try (model) {
            model.save(WRITTEN);
            Map<String, byte[]> parts = parts(WRITTEN);
            try (Autoencoder again = Autoencoder.load(WRITTEN)) {
                assertThat(bits(weights(again))).isEqualTo(bits(weights(model)));
                again.save(WRITTEN);
            }
            assertThat(parts(WRITTEN)).usingRecursiveComparison().isEqualTo(parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static INDArray weights(Autoencoder model) {
        try {
            return model.network().params();
        } catch (IllegalStateException e) {
            return model.graph().params();
        }
    }

    /** Bits and not values, since NaN is not equal to itself; of its many forms one is written. */
    private static int[] bits(INDArray array) {
        float[] values = array.dup('c').data().asFloat();
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToIntBits(values[i]));
        return bits;
    }

    /** The parts of the file of a network of 20, 3 and 20 units that was trained for a moment. */
    static Map<String, byte[]> honest() {
        try {
            Path file = Files.createTempFile("honest", ".zip");
            try (Autoencoder autoencoder = Autoencoder.of(Networks.dense(20, 3, LossFunction.XENT, 0.01))) {
                autoencoder.network().fit(Networks.mixtures(4, 20), Networks.mixtures(4, 20));
                autoencoder.save(file);
            }
            Map<String, byte[]> parts = parts(file);
            Files.delete(file);
            return parts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> parts(Path file) throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (var entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                parts.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return parts;
    }

    private static Path written() {
        try {
            Path file = Files.createTempFile("written", ".zip");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A zip file whose parts are not compressed, so that a change of a byte is a change of a part. */
    static byte[] zip(Map<String, byte[]> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(0);
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
