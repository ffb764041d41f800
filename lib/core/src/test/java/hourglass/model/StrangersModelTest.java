package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowable;

import hourglass.fault.Traps;
import hourglass.layers.GaussianCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.variational.GaussianReconstructionDistribution;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** Model files that somebody made in order to run code, to take all memory, or by mistake. */
class StrangersModelTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Path model;
    private INDArray weights;
    private final Map<String, byte[]> parts = new LinkedHashMap<>();

    @BeforeEach
    void save() throws IOException {
        model = folder.resolve("model.zip");
        Autoencoder autoencoder = Autoencoder.of(Networks.dense(20, 3, LossFunction.XENT, 0.01));
        INDArray pictures = Networks.mixtures(8, 20);
        autoencoder.fit(
                pictures, null, hourglass.train.Training.epochs(1).batchSize(4).quietly());
        autoencoder.save(model);
        weights = autoencoder.network().params().dup();
        try (ZipFile zip = new ZipFile(model.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                parts.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
    }

    /** The ways in which a file can make Jackson load a class. */
    private enum Way {
        NAME(Traps.Named.class) {
            @Override
            String lay(ObjectNode place, String key) {
                place.put(key, trap.getName());
                return "";
            }
        },
        ARRAY(Traps.InAnArray.class) {
            @Override
            String lay(ObjectNode place, String key) {
                place.put(key, "ARRAY");
                return "";
            }
        },
        PARAMETER(Traps.Parameter.class) {
            @Override
            String lay(ObjectNode place, String key) {
                place.put(key, place.get(key).asText() + "<" + trap.getName() + ">");
                return "";
            }
        },
        TWICE(Traps.Doubled.class) {
            @Override
            String lay(ObjectNode place, String key) {
                String honest = place.get(key).asText();
                place.put(key, "TWICE");
                return "\"" + key + "\":\"" + trap.getName() + "\",\"" + key + "\":\"" + honest + "\"";
            }
        };

        final Class<?> trap;

        Way(Class<?> trap) {
            this.trap = trap;
        }

        /** Changes an object that names its class; returns what is to stand for the name in the text, if not a name. */
        abstract String lay(ObjectNode place, String key);
    }

    @ParameterizedTest
    @EnumSource
    void noClassIsLoadedWhereverAndHoweverItIsNamed(Way way) throws IOException {
        List<String> traps = traps(way);
        assertThat(traps).hasSizeGreaterThan(way == Way.ARRAY ? 15 : 25);

        for (String json : traps) {
            parts.put("configuration.json", json.getBytes(StandardCharsets.UTF_8));
            write(parts);

            assertThatIOException()
                    .isThrownBy(() -> Autoencoder.load(model))
                    .withMessageStartingWith(model.toString())
                    .withMessageMatching(
                            way == Way.TWICE
                                    ? ".*(its configuration is not sound JSON|it was not loaded).*"
                                    : ".* names the class .*, which is not one of Deeplearning4j's or Hourglass's: it was"
                                            + " not loaded\\..*");
            assertThat(Traps.SPRUNG).doesNotContain(way.trap.getSimpleName());
        }

        // The traps are real ones: Deeplearning4j's own reader falls into them.
        for (String json : traps) {
            catchThrowable(() -> MultiLayerConfiguration.fromJson(json));
            catchThrowable(() -> ComputationGraphConfiguration.fromJson(json));
        }
        assertThat(Traps.SPRUNG).contains(way.trap.getSimpleName());
    }

    /** The configuration of a network of many parts, once for each place that names a class, with a trap in that place. */
    private static List<String> traps(Way way) throws IOException {
        List<String> traps = new ArrayList<>();
        traps.addAll(traps(way, manyParts().toJson()));
        traps.addAll(traps(way, graph().toJson()));
        return traps;
    }

    private static List<String> traps(Way way, String honest) throws IOException {
        List<String> traps = new ArrayList<>();
        for (int i = 0; ; i++) {
            JsonNode root = JSON.readTree(honest);
            List<Place> places = new ArrayList<>();
            collect(root, null, places);
            if (i == places.size()) {
                return traps;
            }
            Place place = places.get(i);
            String changed = way.lay(place.object, place.key);
            if (way == Way.ARRAY) {
                if (!place.replaceBy(
                        JSON.createArrayNode().add(way.trap.getName()).add(JSON.createObjectNode()))) {
                    continue;
                }
            }
            String json = root.toString();
            traps.add(way == Way.TWICE ? json.replace("\"" + place.key + "\":\"TWICE\"", changed) : json);
        }
    }

    private record Place(ObjectNode object, String key, JsonNode parent) {
        boolean replaceBy(ArrayNode array) {
            if (parent instanceof ObjectNode holder) {
                holder.fieldNames().forEachRemaining(name -> {
                    if (holder.get(name) == object) {
                        holder.set(name, array);
                    }
                });
                return true;
            }
            return false;
        }
    }

    private static void collect(JsonNode node, JsonNode parent, List<Place> places) {
        if (node instanceof ObjectNode object) {
            for (String key : List.of("@class", "type")) {
                if (object.has(key)) {
                    places.add(new Place(object, key, parent));
                }
            }
        }
        for (JsonNode child : node) {
            collect(child, node, places);
        }
    }

    private static MultiLayerConfiguration manyParts() {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(new ExponentialSchedule(ScheduleType.EPOCH, 0.1, 0.9)))
                .l2(0.1)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(2)
                        .dropOut(new GaussianNoise(0.1))
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(5)
                        .weightInit(new NormalDistribution(0, 1))
                        .weightNoise(new DropConnect(0.5))
                        .constrainWeights(new MaxNormConstraint(1, 1))
                        .build())
                .layer(new VariationalAutoencoder.Builder()
                        .nOut(4)
                        .reconstructionDistribution(new GaussianReconstructionDistribution(Activation.TANH))
                        .build())
                .layer(new GaussianCode(2))
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(64)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutionalFlat(8, 8, 1))
                .build();
    }

    @Test
    void noJavaObjectIsDeserialised() throws Exception {
        ByteArrayOutputStream gadget = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(gadget)) {
            out.writeObject(new Traps.Gadget());
        }
        for (String part : List.of(
                "normalizer.bin",
                "preprocessor.bin",
                "updater.bin",
                "objects/gadget",
                "updaterState.bin",
                "coefficients.bin",
                "configuration.json")) {
            Map<String, byte[]> changed = new LinkedHashMap<>(parts);
            boolean needed = changed.put(part, gadget.toByteArray()) != null;
            write(changed);

            if (needed) {
                assertThatIOException()
                        .isThrownBy(() -> Autoencoder.load(model))
                        .withMessageStartingWith(model + " is not a model that can be loaded: ");
            } else {
                assertThat(Autoencoder.load(model).network().params()).isEqualTo(weights);
            }
            assertThat(Traps.SPRUNG).doesNotContain("Gadget");
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(gadget.toByteArray()))) {
            in.readObject();
        }
        assertThat(Traps.SPRUNG).contains("Gadget");
    }

    @Test
    void anEntryThatLeadsOutOfTheFolderIsNotFollowed() throws IOException {
        parts.put("../outside", new byte[] {1});
        parts.put(folder.resolve("absolute").toString(), new byte[] {1});
        write(parts);

        assertThat(Autoencoder.load(model).network().params()).isEqualTo(weights);
        assertThat(folder.resolveSibling("outside")).doesNotExist();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(model);
        }
    }

    @Test
    void aCutIsNoticedAtEveryLength() throws IOException {
        byte[] whole = Files.readAllBytes(model);
        for (int length = 0; length < whole.length; length += 1 + whole.length / 150) {
            Files.write(model, Arrays.copyOf(whole, length));

            assertThatIOException()
                    .isThrownBy(() -> Autoencoder.load(model))
                    .withMessageStartingWith(model + " is not a model that can be loaded: ");
        }
    }

    @Test
    void aChangedByteIsNoticedOrWithoutConsequence() throws IOException {
        byte[] whole = Files.readAllBytes(model);
        int noticed = 0;
        for (int place = 0; place < whole.length; place += 1 + whole.length / 100) {
            byte[] changed = whole.clone();
            changed[place] ^= 0x10;
            Files.write(model, changed);
            Throwable fault = catchThrowable(() -> {
                // A time or a word in the zip file's directory may be another one and mean nothing.
                assertThat(Autoencoder.load(model).network().params()).isEqualTo(weights);
            });
            if (fault != null) {
                assertThat(fault).isInstanceOf(IOException.class).hasMessageStartingWith(model.toString());
                noticed++;
            }
        }
        assertThat(noticed).isGreaterThan(50);
    }

    @Test
    void sizesThatNoMemoryHoldsTakeNone() throws IOException {
        String honest = new String(parts.get("configuration.json"), StandardCharsets.UTF_8);
        for (String size : List.of("2000000000", "4000000000000000000")) {
            parts.put(
                    "configuration.json",
                    honest.replaceAll("\"nout\" : 3\\b", "\"nout\" : " + size)
                            .replaceAll("\"nin\" : 3\\b", "\"nin\" : " + size)
                            .getBytes(StandardCharsets.UTF_8));
            write(parts);

            assertRefused("its layers need (more than )?[\\d,]+ parameters, and memory has room for [\\d,]+"
                    + " \\(org.bytedeco.javacpp.maxbytes\\)");
        }
    }

    @Test
    void anArrayWhoseHeaderLiesIsRefused() throws IOException {
        parts.put("coefficients.bin", array(143, 1_000_000_000_000L, 143));
        write(parts);
        assertRefused("its part coefficients.bin speaks of 143 numbers and of 1000000000000");

        parts.put("coefficients.bin", array(1_000_000_000_000L, 1_000_000_000_000L, 143));
        write(parts);
        assertRefused(
                "its part coefficients.bin speaks of 1000000000000 numbers, where the network it describes has room"
                        + " for 143");

        // A shape beyond the numbers made ND4J read what lies behind them in memory.
        parts.put("coefficients.bin", array(143, 10, 10));
        write(parts);
        assertRefused("its part coefficients.bin speaks of 143 numbers and of 10");

        parts.put("coefficients.bin", array(143, 143, 10));
        write(parts);
        assertRefused("its part coefficients.bin ends before its last number");
    }

    @Test
    void aBombIsNotUnpacked() throws IOException {
        parts.put("coefficients.bin", Arrays.copyOf(parts.get("coefficients.bin"), 20_000_000));
        write(parts);
        assertThat(model).satisfies(file -> assertThat(Files.size(file)).isLessThan(100_000));
        assertRefused("its part coefficients.bin goes on after its 143 numbers");

        parts.put("configuration.json", " ".repeat(11_000_000).getBytes(StandardCharsets.US_ASCII));
        write(parts);
        assertRefused("its configuration has more than 10 million bytes");

        parts.put("configuration.json", "[".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII));
        write(parts);
        assertRefused("its configuration is not one that Deeplearning4j writes");

        parts.put("configuration.json", ("{\"a\":" + "9".repeat(1_000_000) + "}").getBytes(StandardCharsets.US_ASCII));
        write(parts);
        assertRefused("its configuration is not one that Deeplearning4j writes");
    }

    @Test
    void aModelOfAnotherVersionIsExplained() throws IOException {
        parts.put(
                "configuration.json",
                new String(parts.get("configuration.json"), StandardCharsets.UTF_8)
                        .replace("org.deeplearning4j.nn.conf.layers.DenseLayer", "hourglass.layers.LayerOfTomorrow")
                        .getBytes(StandardCharsets.UTF_8));
        write(parts);

        assertThatIOException()
                .isThrownBy(() -> Autoencoder.load(model))
                .withMessage(model + " names the class hourglass.layers.LayerOfTomorrow, which these versions of"
                        + " Deeplearning4j and Hourglass do not have: load it with the versions that saved it.");
    }

    @Test
    void aGraphThatIsNoAutoencoderIsExplained() throws IOException {
        write(graph("hidden"));
        assertThatIOException()
                .isThrownBy(() -> Autoencoder.load(model))
                .withMessage(model
                        + " holds no autoencoder: None of the 4 layers and vertices is named \"code\": give that name to"
                        + " the one whose output is the code.");

        write(graph("../code"));
        assertThatIOException()
                .isThrownBy(() -> Autoencoder.load(model))
                .withMessage(model
                        + " names the class ../code, which is not one of Deeplearning4j's or Hourglass's: it was not"
                        + " loaded. If it is your own, name its package: load(file, Set.of(\"com.example.layers\")).");
    }

    @Test
    void aGraphThatNamesAStrangersVertexIsRefused() throws IOException {
        Map<String, byte[]> own = graph("code");
        String json = new String(own.get("configuration.json"), StandardCharsets.UTF_8);
        own.put(
                "configuration.json",
                json.replace("org.deeplearning4j.nn.conf.graph.LayerVertex", "com.example.Vertex")
                        .getBytes(StandardCharsets.UTF_8));
        write(own);

        assertThatIOException()
                .isThrownBy(() -> Autoencoder.load(model))
                .withMessageContaining("names the class com.example.Vertex");
    }

    @Test
    void aGraphOfFiveThousandLayersIsNoBurden() throws IOException {
        var builder = new NeuralNetConfiguration.Builder().graphBuilder().addInputs("in");
        String before = "in";
        for (int i = 0; i < 5_000; i++) {
            builder.addLayer(
                    "layer " + i, new DenseLayer.Builder().nIn(1).nOut(1).build(), before);
            before = "layer " + i;
        }
        Map<String, byte[]> own = graph("code");
        own.put(
                "configuration.json",
                builder.addLayer("out", new OutputLayer.Builder().nIn(1).nOut(2).build(), before)
                        .setOutputs("out")
                        .build()
                        .toJson()
                        .getBytes(StandardCharsets.UTF_8));
        write(own);

        assertThatIOException()
                .isThrownBy(() -> Autoencoder.load(model))
                .withMessageContaining("parameters where its layers need 10004");
    }

    /** The parts of a model file of a graph, in which what is named code has another name. */
    private Map<String, byte[]> graph(String name) throws IOException {
        try (Autoencoder autoencoder = Autoencoder.of(graph())) {
            autoencoder.save(model);
        }
        Map<String, byte[]> own = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(model.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                own.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        String json = new String(own.get("configuration.json"), StandardCharsets.UTF_8);
        own.put("configuration.json", json.replace("\"code\"", '"' + name + '"').getBytes(StandardCharsets.UTF_8));
        return own;
    }

    private static ComputationGraphConfiguration graph() {
        return new NeuralNetConfiguration.Builder()
                .weightInit(new org.deeplearning4j.nn.conf.distribution.UniformDistribution(-0.1, 0.1))
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", new DenseLayer.Builder().nIn(3).nOut(2).build(), "in")
                .addLayer("second", new DenseLayer.Builder().nIn(2).nOut(2).build(), "first")
                .addVertex("code", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "second")
                .addLayer("out", new OutputLayer.Builder().nIn(2).nOut(3).build(), "code")
                .setOutputs("out")
                .build();
    }

    @Test
    void whatIsNoModelAtAllIsRefused() throws IOException {
        for (byte[] content :
                List.of(new byte[0], new byte[100], "PK\u0003\u0004".getBytes(StandardCharsets.US_ASCII))) {
            Files.write(model, content);
            assertRefused("it is no whole zip file with a configuration");
        }
        write(Map.of("weights.h5", new byte[10]));
        assertRefused("it has no part configuration.json");
    }

    @Test
    void weightsOfDoublePrecisionAreRounded() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        header(out, 143, 143, "DOUBLE");
        for (int i = 0; i < 143; i++) {
            out.writeDouble(weights.getFloat(i));
        }
        parts.put("coefficients.bin", bytes.toByteArray());
        write(parts);

        assertThat(Autoencoder.load(model).network().params()).isEqualTo(weights);
    }

    /** An array as ND4J writes it, with the sizes that its two headers are to tell. */
    private static byte[] array(long inShape, long inValues, int values) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        header(out, inShape, inValues, "FLOAT");
        for (int i = 0; i < values; i++) {
            out.writeFloat(i);
        }
        return bytes.toByteArray();
    }

    private static void header(DataOutputStream out, long inShape, long inValues, String type) throws IOException {
        long[] shape = {2, 1, inShape, inShape, 1, 8192, 1, 'c'};
        out.writeUTF("MIXED_DATA_TYPES");
        out.writeLong(shape.length);
        out.writeUTF("LONG");
        for (long number : shape) {
            out.writeLong(number);
        }
        out.writeUTF("MIXED_DATA_TYPES");
        out.writeLong(inValues);
        out.writeUTF(type);
    }

    private void assertRefused(String how) {
        assertThatIOException()
                .isThrownBy(() -> Autoencoder.load(model))
                .withMessageStartingWith(model + " is not a model that can be loaded: ")
                .withMessageMatching(".*: " + how + "; save it again or take another copy\\.");
    }

    private void write(Map<String, byte[]> content) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(model))) {
            for (Map.Entry<String, byte[]> part : content.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
                zip.closeEntry();
            }
        }
    }
}
