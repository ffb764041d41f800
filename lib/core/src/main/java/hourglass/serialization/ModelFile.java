package hourglass.serialization;

import hourglass.network.GraphConfiguration;
import hourglass.network.GraphNetwork;
import hourglass.network.Network;
import hourglass.network.NetworkConfiguration;
import hourglass.network.SequentialNetwork;
import hourglass.runtime.AtomicFile;
import hourglass.runtime.IoErrors;
import hourglass.runtime.MemoryErrors;
import hourglass.runtime.NativeBackend;
import hourglass.runtime.Nd4jState;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Deeplearning4j's model format, written by its own {@link ModelSerializer} and read with care: that class would
 * deserialise Java objects from the file and instantiate whatever class the configuration names.
 */
public final class ModelFile {
    /** The name of the part that holds an anomaly detector's threshold. */
    public static final String DETECTOR = "hourglass/detector.json";

    private static final int LARGEST_CONFIGURATION = 10_000_000;
    private static final int LARGEST_NETWORK = Integer.MAX_VALUE / Float.BYTES;
    // Twice as many would not fit an int, and Adam divides by a number that follows from this one.
    private static final int MOST_UPDATES = 1 << 30;
    // What deflate makes of a byte.
    private static final long MOST_INFLATED = 1032;
    // No updater of Deeplearning4j keeps more than three numbers for each parameter.
    private static final int MOST_OPTIMISER_STATES = 3;
    // A network in training holds its weights, their gradients and the optimiser's state.
    private static final int COPIES = 2 + MOST_OPTIMISER_STATES;
    // Deeplearning4j's own name for it, which is private there.
    private static final String NORMALIZER = "normalizer.bin";
    private static final System.Logger LOG = System.getLogger(ModelFile.class.getName());

    // What this library adds.
    private static final List<String> PARTS = List.of(ScalerPart.NAME, DETECTOR);

    private ModelFile() {}

    /**
     * What a file gets.
     *
     * @param network Deeplearning4j's own layers with the weights and the optimiser's state of one moment
     * @param parts texts that Deeplearning4j knows nothing of, by their names: {@link ScalerPart#NAME}, say
     */
    public record Snapshot(Network network, Map<String, String> parts) {
        /** Keeps a copy of the parts. */
        public Snapshot {
            parts = Map.copyOf(parts);
        }
    }

    /**
     * What a model file holds.
     *
     * @param configuration the layers, and the numbers of updates and epochs behind them
     * @param parameters [1, n] the weights of all layers, or null if these have none
     * @param optimiser [1, m] the optimiser's state, or null if the file has none
     * @param parts texts that Deeplearning4j knows nothing of, by their names; other parts than those of this library are
     *     passed over
     */
    public record Contents(
            NetworkConfiguration configuration, INDArray parameters, INDArray optimiser, Map<String, String> parts) {
        /**
         * Gives a network these weights, counts and the optimiser's state.
         *
         * @throws IllegalArgumentException if its layers need other numbers of them
         */
        public void copyInto(Network network) {
            long count = parameters == null ? 0 : parameters.length();
            if (count != network.parameterCount()) {
                throw new IllegalArgumentException(
                        "it has " + count + " parameters where its layers need " + network.parameterCount() + ".");
            }
            if (count > 0) {
                network.model()
                        .setParams(parameters.reshape(network.parameters().shape()));
            }
            network.setCounts(configuration.iterationCount(), configuration.epochCount());
            if (optimiser != null) {
                INDArray state = network.madeOptimizerState();
                if (state == null || state.length() != optimiser.length()) {
                    throw new IllegalArgumentException("its optimiser's state does not fit its layers.");
                }
                state.assign(optimiser.reshape(state.shape()));
            }
        }
    }

    /**
     * A copy of what a file holds: Deeplearning4j's own layers with the weights and the optimiser's state of this moment.
     *
     * @throws IllegalStateException if the network was told numbers of updates or epochs that no file is loaded with
     */
    public static Snapshot snapshot(NetworkConfiguration configuration, Network network, Map<String, String> parts) {
        requireCounts(network.iterationCount(), network.epochCount());
        NetworkConfiguration saved = configuration.copy();
        saved.setCounts(network.iterationCount(), network.epochCount());
        try (var random = Nd4jState.keepRandom()) {
            Network plain = plain(saved, network.parameters().dup());
            if (network.optimizerState() != null) {
                plain.madeOptimizerState().assign(network.optimizerState());
            }
            return new Snapshot(plain, parts);
        }
    }

    /** A network of Deeplearning4j's own layers. */
    private static Network plain(NetworkConfiguration configuration, INDArray parameters) {
        if (configuration instanceof GraphConfiguration graph) {
            ComputationGraph network = new ComputationGraph(graph.graph());
            network.init(parameters, false);
            return new GraphNetwork(graph, network);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(configuration.layers());
        network.init(parameters, false);
        return new SequentialNetwork(network);
    }

    private static void requireCounts(int updates, int epochs) {
        if (!possible(updates) || !possible(epochs)) {
            throw new IllegalStateException("The network says that " + updates + " updates and " + epochs
                    + " epochs are behind it, and a model file may say 0 to " + MOST_UPDATES
                    + ": set its counts (setIterationCount, setEpochCount) before it is saved.");
        }
    }

    private static boolean possible(int count) {
        return count >= 0 && count <= MOST_UPDATES;
    }

    /** Puts a snapshot's weights and optimiser's state into a network of the same layers. */
    public static void copy(Snapshot snapshot, Network network) {
        Network own = snapshot.network;
        new Contents(own.configuration(), own.parameters(), own.optimizerState(), Map.of()).copyInto(network);
    }

    /**
     * Writes a model whole or not at all; see {@link AtomicFile}.
     *
     * @throws IOException if it cannot be written; the message is a sentence that names the file
     */
    public static void write(Snapshot snapshot, Path file) throws IOException {
        try {
            AtomicFile.write(file, out -> write(snapshot, out));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * Writes a model to a stream, which stays open.
     *
     * @throws IOException what the stream throws
     */
    public static void write(Snapshot snapshot, OutputStream out) throws IOException {
        if (snapshot.parts.isEmpty()) {
            writeModel(snapshot.network, out);
            out.flush();
            return;
        }
        // Deeplearning4j ends the archive that it writes, so the parts are added to a copy of it.
        Path model = Files.createTempFile("hourglass-model", ".zip");
        try {
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(model))) {
                writeModel(snapshot.network, file);
            }
            try (ZipFile zip = new ZipFile(model.toFile())) {
                ZipOutputStream copy = new ZipOutputStream(out);
                for (ZipEntry entry : Collections.list(zip.entries())) {
                    copy.putNextEntry(new ZipEntry(entry.getName()));
                    zip.getInputStream(entry).transferTo(copy);
                    copy.closeEntry();
                }
                for (Map.Entry<String, String> part : new TreeMap<>(snapshot.parts).entrySet()) {
                    copy.putNextEntry(new ZipEntry(part.getKey()));
                    copy.write(part.getValue().getBytes(StandardCharsets.UTF_8));
                    copy.closeEntry();
                }
                copy.finish();
                out.flush();
            }
        } finally {
            Files.deleteIfExists(model);
        }
    }

    private static void writeModel(Network network, OutputStream out) throws IOException {
        ModelSerializer.writeModel(network.model(), out, network.optimizerState() != null);
    }

    /**
     * Finds out whether a model can be written, without touching a file that is there.
     *
     * @throws IOException if it cannot be written; the message is a sentence that names the file
     */
    public static void requireWritable(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("The model cannot be written to " + file
                    + ", which is a folder: give the path of a file, such as " + file.resolve("model.zip") + ".");
        }
        try {
            AtomicFile.requireWritable(file);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static IOException unwritable(Path file, IOException cause) {
        return new IOException(
                "The model could not be written to " + file + " (" + IoErrors.reason(cause)
                        + "): choose a folder that can be written and has room.",
                cause);
    }

    /**
     * Reads a model.
     *
     * @param name what the messages call the file
     * @param trusted which classes it may name
     * @throws IOException if there is none, or it cannot be loaded; the message is a sentence that names the file
     */
    public static Contents read(Path file, String name, TrustedClasses trusted) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException("There is no model file " + name + ": give the path that save was given.");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Contents contents = read(zip, trusted);
            if (zip.getEntry(NORMALIZER) != null) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        name + " holds a normaliser too, which is not loaded because reading it would run Java"
                                + " deserialisation: scale examples as it did before you give them to the network.");
            }
            return contents;
        } catch (RefusedModelException e) {
            throw new IOException(name + e.getMessage(), e);
        } catch (ZipException e) {
            throw new IOException(
                    name + RefusedModelException.damaged("it is no whole zip file with a configuration"), e);
        } catch (IOException e) {
            throw new IOException(
                    name + " cannot be read (" + IoErrors.reason(e)
                            + "): check that you may read it, or take another copy.",
                    e);
        } catch (RuntimeException e) {
            throw new IOException(
                    name + RefusedModelException.damaged("its configuration or weights cannot be read"), e);
        } catch (OutOfMemoryError e) {
            throw MemoryErrors.explained("loading " + name, e);
        }
    }

    private static Contents read(ZipFile zip, TrustedClasses trusted) throws IOException {
        NetworkConfiguration configuration =
                ConfigurationReader.parse(text(zip, ModelSerializer.CONFIGURATION_JSON, "configuration"), trusted);
        int updates = configuration.iterationCount();
        int epochs = configuration.epochCount();
        if (!possible(updates) || !possible(epochs)) {
            throw new RefusedModelException(
                    RefusedModelException.damaged(
                            "it says that " + updates + " updates and " + epochs + " epochs are behind it"),
                    null);
        }
        long parameters = parameters(configuration);
        if (parameters == 0) {
            return new Contents(configuration, null, null, parts(zip));
        }
        INDArray weights = vector(zip, ModelSerializer.COEFFICIENTS_BIN, parameters);
        if (weights.length() != parameters) { // Before a network takes memory for those that its layers need.
            throw new RefusedModelException(
                    RefusedModelException.damaged(
                            "it has " + weights.length() + " parameters where its layers need " + parameters),
                    null);
        }
        boolean trained = zip.getEntry(ModelSerializer.UPDATER_BIN) != null;
        INDArray optimiser =
                trained ? vector(zip, ModelSerializer.UPDATER_BIN, MOST_OPTIMISER_STATES * parameters) : null;
        return new Contents(configuration, weights, optimiser, parts(zip));
    }

    private static Map<String, String> parts(ZipFile zip) throws IOException {
        Map<String, String> parts = new TreeMap<>();
        for (String name : PARTS) {
            if (zip.getEntry(name) != null) {
                parts.put(name, text(zip, name, "part " + name));
            }
        }
        return parts;
    }

    private static String text(ZipFile zip, String name, String what) throws IOException {
        try (InputStream in = open(zip, name)) {
            byte[] bytes = in.readNBytes(LARGEST_CONFIGURATION);
            if (in.read() >= 0) {
                throw new RefusedModelException(
                        RefusedModelException.damaged("its " + what + " has more than "
                                + LARGEST_CONFIGURATION / 1_000_000 + " million bytes"),
                        null);
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Counts the parameters of all layers before memory is taken for any. */
    private static long parameters(NetworkConfiguration configuration) throws IOException {
        double parameters = configuration.parameters();
        double room =
                Math.min(LARGEST_NETWORK, (double) NativeBackend.prepare().memoryLimit() / (COPIES * Float.BYTES));
        if (parameters > room) {
            throw new RefusedModelException(
                    RefusedModelException.damaged(String.format(
                            Locale.ROOT,
                            "its layers need %s%,.0f parameters, and memory has room for %,.0f (org.bytedeco.javacpp.maxbytes)",
                            parameters < Long.MAX_VALUE ? "" : "more than ",
                            parameters,
                            room)),
                    null);
        }
        return (long) parameters;
    }

    private static INDArray vector(ZipFile zip, String name, long most) throws IOException {
        ZipEntry entry = entry(zip, name);
        CheckedInputStream in = new CheckedInputStream(open(zip, name), new CRC32());
        try (in) {
            long room = MOST_INFLATED * Files.size(Path.of(zip.getName())) / Float.BYTES;
            INDArray vector = ParameterReader.read(in, most, room);
            if (entry.getCrc() != -1 && in.getChecksum().getValue() != entry.getCrc()) {
                throw new IOException("has another checksum than the file says");
            }
            return vector;
        } catch (ZipException e) {
            throw new RefusedModelException(
                    RefusedModelException.damaged("its part " + name + " has damaged compressed data"), e);
        } catch (IOException e) {
            throw new RefusedModelException(
                    RefusedModelException.damaged("its part " + name + " " + e.getMessage()), e);
        }
    }

    private static InputStream open(ZipFile zip, String name) throws IOException {
        return new BufferedInputStream(zip.getInputStream(entry(zip, name)), 1 << 16);
    }

    private static ZipEntry entry(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new RefusedModelException(RefusedModelException.damaged("it has no part " + name), null);
        }
        return entry;
    }
}
