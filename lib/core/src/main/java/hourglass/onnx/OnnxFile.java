package hourglass.onnx;

import hourglass.data.RowScaler;
import hourglass.model.Autoencoder;
import hourglass.network.GraphNetwork;
import hourglass.network.Network;
import hourglass.network.SequentialNetwork;
import hourglass.runtime.AtomicFile;
import hourglass.runtime.Interruption;
import hourglass.runtime.IoErrors;
import hourglass.runtime.MemoryErrors;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto.DataType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * An autoencoder, or one half of it, in the Open Neural Network Exchange format: ONNX Runtime and others compute with it in
 * Python, C#, JavaScript, Swift or Kotlin, without Java.
 *
 * <pre>{@code
 * OnnxFile.encoder(autoencoder).save(Path.of("encoder.onnx"));   // "examples" [n, 784] -> "codes" [n, 32]
 * OnnxFile.decoder(autoencoder).save(Path.of("decoder.onnx"));   // "codes" [n, 32] -> "reconstructions" [n, 784]
 * OnnxFile.whole(autoencoder).save(Path.of("whole.onnx"));       // "examples" [n, 784] -> "reconstructions" [n, 784]
 * }</pre>
 *
 * <p>The arrays have the shapes that {@link Autoencoder#encode}, {@link Autoencoder#decode} and {@link Autoencoder#reconstruct} take
 * and give, with any number n of examples; sequences are [n, features, time]. A code that is drawn is the mean, and what is for
 * training alone, such as dropout, is left out. The numbers are float32, and weights of 64 bits are rounded to that.
 *
 * <p>If the autoencoder was trained with {@link hourglass.data.Rows}, the scale of their columns is a part of the file: examples and
 * reconstructions are then float64, in the units of the columns, with NaN in the gaps of examples. The names of the columns are
 * in the file's metadata, under "column 0" and so on, in the order that the file takes.
 *
 * <p>A file takes no mask: give it sequences without gaps, and those of one length together.
 *
 * <p>The version of the model in the file is the number of updates that were made to its weights.
 *
 * <p>The file holds the weights of the moment at which it was made, also while another thread trains, and the same weights make the
 * same bytes. Operators are those of version 17 (2022). The format: <a href="https://onnx.ai">onnx.ai</a>.
 */
public final class OnnxFile {
    private static final String DOING = "writing the network as ONNX";
    // Written by every version of ONNX Runtime from 1.11 on; the classes of the schema know all the fields that are
    // used.
    private static final int OPERATORS = 17;
    private static final int FORMAT = 8;
    // The format's messages have at most 2³¹ bytes.
    private static final long MOST_PARAMETERS = 500_000_000;
    private static final String EXAMPLES = "examples";
    private static final String CODES = "codes";
    private static final String RECONSTRUCTIONS = "reconstructions";

    private final ModelProto model;

    private OnnxFile(ModelProto model) {
        this.model = model;
    }

    /** Which layers a file holds. */
    private enum Part {
        ENCODER("Encoder", EXAMPLES, CODES),
        DECODER("Decoder", CODES, RECONSTRUCTIONS),
        WHOLE("Autoencoder", EXAMPLES, RECONSTRUCTIONS);

        private final String word;
        private final String input;
        private final String output;

        Part(String word, String input, String output) {
            this.word = word;
            this.input = input;
            this.output = output;
        }
    }

    /**
     * Makes a file of the layers up to the code, which takes "examples" and gives "codes".
     *
     * @throws IllegalArgumentException if a layer cannot be written; the message names the layer, its setting and the remedy
     * @throws IllegalStateException if a weight is no finite number, or the autoencoder was closed
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static OnnxFile encoder(Autoencoder autoencoder) {
        return of(autoencoder, Part.ENCODER);
    }

    /** Makes a file of the layers behind the code, which takes "codes" and gives "reconstructions"; see {@link #encoder}. */
    public static OnnxFile decoder(Autoencoder autoencoder) {
        return of(autoencoder, Part.DECODER);
    }

    /**
     * Makes a file of all layers, which takes "examples" and gives "reconstructions" of the same shape; see {@link #encoder}.
     */
    public static OnnxFile whole(Autoencoder autoencoder) {
        return of(autoencoder, Part.WHOLE);
    }

    private static OnnxFile of(Autoencoder autoencoder, Part part) {
        Objects.requireNonNull(autoencoder, "There is no autoencoder to write as ONNX.");
        if (autoencoder.parameters() > MOST_PARAMETERS) {
            throw new IllegalArgumentException("The network has " + autoencoder.parameters()
                    + " parameters, and an ONNX file has room for " + MOST_PARAMETERS
                    + ": make the layers smaller, or save it as a model file.");
        }
        Optional<long[]> codeShape = part == Part.DECODER ? autoencoder.codeShape() : Optional.empty();
        // The scale is asked for with the weights: a training that is waited for may be the first to learn it.
        return MemoryErrors.explained(
                DOING,
                () -> autoencoder.read(network -> new OnnxFile(model(network, codeShape, autoencoder.scaler(), part))));
    }

    private static ModelProto model(
            Network network, Optional<long[]> codeShape, Optional<RowScaler> scaler, Part part) {
        int code = network.configuration().code();
        int last = network.configuration().last();
        Optional<RowScale> scale = scaler.map(OnnxFile::scale);
        GraphBuilder graph = new GraphBuilder();
        NetworkWriter writer = writer(network, graph);
        Value in;
        Value out;
        if (part == Part.DECODER) {
            in = graph.input(part.input, DataType.FLOAT, codeShape(codeShape, network, code));
            out = writer.write(code + 1, last, in);
        } else {
            int to = part == Part.ENCODER ? code : last;
            in = graph.input(part.input, type(scale), inputShape(network, to));
            Value examples = in;
            out = writer.write(
                    0, to, scale.map(each -> each.scaled(examples, graph)).orElse(examples));
        }
        DataType type = DataType.FLOAT;
        if (part == Part.WHOLE) {
            out = reshaped(out, in, graph);
        }
        if (part != Part.ENCODER && scale.isPresent()) {
            Value rows = new Value("", Value.N, scale.get().shift().length);
            out = scale.get().unscaled(reshaped(out, rows, graph), graph);
            type = DataType.DOUBLE;
        }
        graph.begin("");
        out = graph.output(part.output, type, out);
        DataType given = part == Part.DECODER ? DataType.FLOAT : type(scale);
        String description = part.word + ": " + described(in, given) + " -> " + described(out, type);
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(FORMAT)
                .setProducerName("Hourglass")
                .setProducerVersion(version())
                .setModelVersion(network.iterationCount())
                .setDocString(description)
                .setGraph(graph.build(part.word.toLowerCase(java.util.Locale.ROOT), description));
        model.addOpsetImportBuilder().setVersion(OPERATORS);
        List<String> names = scaler.map(RowScaler::names).orElse(List.of());
        for (int i = 0; i < names.size(); i++) {
            model.addMetadataPropsBuilder().setKey("column " + i).setValue(names.get(i));
        }
        return model.build();
    }

    private static RowScale scale(RowScaler scaler) {
        return new RowScale(
                scaler.columns().stream().mapToDouble(RowScaler.Column::fill).toArray(),
                scaler.columns().stream().mapToDouble(RowScaler.Column::shift).toArray(),
                scaler.columns().stream().mapToDouble(RowScaler.Column::scale).toArray());
    }

    private static DataType type(Optional<RowScale> scale) {
        return scale.isPresent() ? DataType.DOUBLE : DataType.FLOAT;
    }

    private static NetworkWriter writer(Network network, GraphBuilder graph) {
        return network instanceof GraphNetwork branches
                ? new BranchesWriter(branches, graph)
                : new SequentialWriter(((SequentialNetwork) network).network(), graph);
    }

    /** Of examples, if a repeated code up to a place fixes the number of steps. */
    private static long[] inputShape(Network network, int to) {
        MultiLayerConfiguration layers = network.configuration().layers();
        return NetworkInput.shape(
                layers,
                network instanceof SequentialNetwork ? to : layers.getConfs().size() - 1);
    }

    /** As the autoencoder itself finds it, or else as the encoder's nodes say. */
    private static long[] codeShape(Optional<long[]> known, Network network, int code) {
        if (known.isPresent()) {
            long[] shape = known.get().clone();
            shape[0] = Value.N;
            for (int i = 1; i < shape.length; i++) {
                shape[i] = shape[i] < 0 ? Value.TIME : shape[i];
            }
            return shape;
        }
        GraphBuilder unused = new GraphBuilder();
        return writer(network, unused)
                .write(0, code, new Value(EXAMPLES, inputShape(network, code)))
                .shape();
    }

    /** Gives an array the shape of another, as {@link Autoencoder#reconstruct} does. */
    private static Value reshaped(Value x, Value wanted, GraphBuilder graph) {
        if (Arrays.equals(x.shape(), wanted.shape())) {
            return x;
        }
        graph.begin("");
        long unknown = Arrays.stream(wanted.shape()).filter(size -> size < 0).count();
        if (unknown == 1) {
            long[] shape = wanted.shape().clone();
            shape[0] = 0; // As many as there are.
            return wanted.as(graph.node("Reshape", List.of(x.name(), graph.longs("shape", shape))));
        }
        String shape = graph.node("Shape", List.of(wanted.name()));
        return wanted.as(graph.node("Reshape", List.of(x.name(), shape)));
    }

    private static String described(Value value, DataType type) {
        return value.name() + " " + (type == DataType.DOUBLE ? "float64 " : "float32 ") + value.words();
    }

    /** The version that Maven has written into the jar; empty if the classes do not come from it. */
    private static String version() {
        Properties properties = new Properties();
        try (InputStream in =
                OnnxFile.class.getResourceAsStream("/META-INF/maven/hourglass/hourglass-core/pom.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            return ""; // No reason not to write the file.
        }
        return properties.getProperty("version", "");
    }

    /**
     * Writes the file whole or not at all, as {@link Autoencoder#save(Path)} does.
     *
     * @throws IOException if it cannot be written; the message is one sentence with its name, the reason and the remedy
     * @throws java.util.concurrent.CancellationException if the thread was interrupted; a file that was there is then as it was
     */
    public void save(Path file) throws IOException {
        Objects.requireNonNull(
                file, "There is no path to write the ONNX file to: give one, such as Path.of(\"encoder.onnx\").");
        if (Files.isDirectory(file)) {
            throw new IOException("The ONNX file cannot be written to " + file
                    + ", which is a folder: give the path of a file, such as " + file.resolve("encoder.onnx") + ".");
        }
        try {
            AtomicFile.write(file, this::save);
        } catch (IOException e) {
            throw new IOException(
                    "The ONNX file could not be written to " + file + " (" + IoErrors.reason(e)
                            + "): choose a folder that can be written and has room.",
                    e);
        }
    }

    /**
     * Writes what {@link #save(Path)} writes to a stream, which stays open.
     *
     * @throws IOException what the stream throws
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public void save(OutputStream out) throws IOException {
        Objects.requireNonNull(out, "There is no stream to write the ONNX file to.");
        OutputStream interruptible = new InterruptibleStream(out);
        model.writeTo(interruptible);
        interruptible.flush();
    }

    /** What the file takes and gives, such as "Encoder: examples float32 [n, 784] -> codes float32 [n, 32]". */
    @Override
    public String toString() {
        return model.getDocString();
    }

    /** Writes a large array piece by piece, with a look at the interrupt flag before each. */
    private static final class InterruptibleStream extends FilterOutputStream {
        private static final int PIECE = 1 << 23;

        InterruptibleStream(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; done += PIECE) {
                Interruption.check(DOING);
                out.write(bytes, offset + done, Math.min(PIECE, length - done));
            }
        }
    }
}
