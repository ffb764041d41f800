package hourglass.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import hourglass.model.Autoencoder;
import hourglass.model.ModelSummary;
import hourglass.network.GraphConfiguration;
import hourglass.network.NetworkConfiguration;
import hourglass.network.SequentialConfiguration;
import java.awt.Color;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class SchematicTest {

    static Stream<Arguments> networks() {
        return Stream.concat(
                LessonNetworks.all().entrySet().stream()
                        .map(network -> Arguments.of(network.getKey(), network.getValue())),
                Stream.of(
                        Arguments.of("sixty layers", sixtyLayers()),
                        Arguments.of("long names", longNames()),
                        Arguments.of("one number", dense(1, 1))));
    }

    private static NetworkConfiguration dense(int inputs, int code) {
        return new SequentialConfiguration(layers(inputs, code).build());
    }

    private static ListBuilder layers(int inputs, int code) {
        return new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder()
                        .name("code")
                        .nOut(code)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(inputs)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.feedForward(inputs));
    }

    private static NetworkConfiguration sixtyLayers() {
        ListBuilder layers = new NeuralNetConfiguration.Builder().list();
        for (int i = 0; i < 59; i++) {
            layers.layer(new DenseLayer.Builder()
                    .name(i == 20 ? "code" : "")
                    .nOut(100 + i)
                    .build());
        }
        return new SequentialConfiguration(layers.layer(
                        new OutputLayer.Builder(LossFunction.MSE).nOut(123_456).build())
                .setInputType(InputType.feedForward(123_456))
                .build());
    }

    private static NetworkConfiguration longNames() {
        ListBuilder layers = new NeuralNetConfiguration.Builder().list();
        for (int i = 0; i < 6; i++) {
            layers.layer(new DenseLayer.Builder()
                    .name(i == 3 ? "code" : "the layer before the one that comes behind this one, which is number " + i)
                    .nOut(1_000_000)
                    .build());
        }
        return new SequentialConfiguration(layers.layer(new OutputLayer.Builder(LossFunction.MSE)
                        .name("w".repeat(300))
                        .nOut(1_000_000)
                        .build())
                .setInputType(InputType.feedForward(1_000_000))
                .build());
    }

    private static Autoencoder autoencoder(NetworkConfiguration configuration) {
        return configuration instanceof GraphConfiguration graph
                ? Autoencoder.of(graph.graph())
                : Autoencoder.of(configuration.layers());
    }

    static Stream<Arguments> lessons() {
        return LessonNetworks.all().entrySet().stream()
                .map(network -> Arguments.of(network.getKey(), network.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lessons")
    void theBlocksAreTheLayersThatAnExampleGoesThrough(String name, NetworkConfiguration configuration) {
        Schematic schematic = Schematic.of(configuration);
        try (Autoencoder autoencoder = autoencoder(configuration)) {
            long[] shape = ModelSummary.of(configuration).inputShape().stream()
                    .mapToLong(side -> side)
                    .toArray();
            long[] one = new long[shape.length + 1];
            one[0] = 1;
            System.arraycopy(shape, 0, one, 1, shape.length);
            INDArray example = Nd4j.zeros(one);

            ModelSummary measured = autoencoder.summary(example);

            assertThat(schematic.drawn()).isEqualTo(measured.layers());
            assertThat(schematic.alternativeText())
                    .contains(measured.layers().size() + " layers")
                    .contains(Numbers.text(autoencoder.parameters()) + " parameters")
                    .isEqualTo(Schematic.of(autoencoder).alternativeText())
                    .isEqualTo(Schematic.of(autoencoder, example).alternativeText());
            List<String> words =
                    schematic.layout().texts().stream().map(PlacedText::words).toList();
            for (ModelSummary.Layer layer : measured.layers()) {
                assertThat(words).contains(Numbers.text(layer.parameters()));
                if (layer.outputShape().size() != 2) { // "140 steps × 16" may take two lines.
                    assertThat(words).contains(size(layer.outputShape()));
                }
            }
        }
    }

    private static String size(List<Long> shape) {
        return shape.size() == 1 ? Numbers.text(shape.get(0)) : shape.get(1) + "×" + shape.get(2) + "×" + shape.get(0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void noTwoTextsMeetAndNoLineCrossesOne(String name, NetworkConfiguration configuration) {
        Schematic schematic = Schematic.of(configuration);
        SchematicLayout layout = schematic.layout();
        double header = new FigureHeader("Autoencoder\nwith its key", List.of()).height(layout.width());
        Rectangle2D picture = new Rectangle2D.Double(0, header - 1, layout.width(), layout.height() - header + 1);

        assertThat(layout.width()).isBetween(Theme.WIDTH, SchematicLayout.MOST_WIDTH);
        List<PlacedText> texts = layout.texts();
        for (int i = 0; i < texts.size(); i++) {
            PlacedText text = texts.get(i);
            assertThat(picture.contains(text.bounds())).as("%s is inside", text).isTrue();
            for (PlacedText other : texts.subList(i + 1, texts.size())) {
                assertThat(text.bounds().intersects(other.bounds()))
                        .as("%s and %s", text, other)
                        .isFalse();
            }
            if (text.words().length() > 1) { // Letters stand in blocks, and numbers in circles.
                for (SchematicLayout.Placed block : layout.blocks()) {
                    assertThat(text.bounds().intersects(block.bounds()))
                            .as("%s and a block", text)
                            .isFalse();
                }
                for (Line2D line : lines(layout)) {
                    assertThat(line.intersects(text.bounds()))
                            .as("%s and a line", text)
                            .isFalse();
                }
            }
        }
    }

    private static List<Line2D> lines(SchematicLayout layout) {
        return layout.ways().stream()
                .flatMap(way -> IntStream.range(1, way.points().size()).mapToObj(i -> (Line2D)
                        new Line2D.Double(way.points().get(i - 1), way.points().get(i))))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void blocksStandApartAndNoLineGoesThroughOne(String name, NetworkConfiguration configuration) {
        SchematicLayout layout = Schematic.of(configuration).layout();
        List<SchematicLayout.Placed> blocks = layout.blocks();
        for (int i = 0; i < blocks.size(); i++) {
            Rectangle2D bounds = blocks.get(i).bounds();
            for (SchematicLayout.Placed other : blocks.subList(i + 1, blocks.size())) {
                assertThat(bounds.intersects(other.bounds())).isFalse();
            }
            for (Line2D line : lines(layout)) {
                assertThat(line.intersects(bounds)).isFalse();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void theCodeAloneHasTheColourOfTheCode(String name, NetworkConfiguration configuration) {
        Schematic schematic = Schematic.of(configuration);
        BufferedImage image = schematic.image();
        for (SchematicLayout.Placed block : schematic.layout().blocks()) {
            Rectangle2D bounds = block.bounds();
            BufferedImage its = image.getSubimage(
                    (int) bounds.getX(), (int) bounds.getY(), (int) Math.ceil(bounds.getWidth()), (int)
                            Math.ceil(bounds.getHeight()));
            int count = EveryFigureTest.count(its, Theme.color(1));
            if (block.glyph().block().part() == LayerBlock.Part.CODE) {
                assertThat(count).isGreaterThan(40);
            } else {
                assertThat(count).isZero();
            }
            assertThat(EveryFigureTest.count(its, Color.WHITE)).isLessThan(its.getWidth() * its.getHeight());
        }
    }

    @Test
    void eachNetworkHasAPictureOfItsOwn() {
        Set<Integer> pictures = new HashSet<>();
        Set<String> sentences = new HashSet<>();
        var networks = LessonNetworks.all().values();
        for (NetworkConfiguration configuration : networks) {
            Schematic schematic = Schematic.of(configuration).title("The same");
            BufferedImage image = schematic.image();
            pictures.add(Arrays.hashCode(
                    image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())));
            sentences.add(schematic.alternativeText());
            assertThat(image.getProperty(Theme.DESCRIPTION)).isEqualTo(schematic.alternativeText());
        }
        assertThat(pictures).hasSameSizeAs(networks);
        assertThat(sentences).hasSameSizeAs(networks);
    }

    @Test
    void barsGrowWithTheLogarithmSoThatTheCodeIsTheWaist() {
        List<SchematicLayout.Placed> blocks =
                Schematic.of(LessonNetworks.all().get("deep")).layout().blocks();
        double[] heights =
                blocks.stream().mapToDouble(block -> block.bounds().getHeight()).toArray();

        assertThat(heights).hasSize(7);
        long[] widths = {784, 128, 64, 32, 64, 128, 784};
        for (int i = 0; i < widths.length; i++) {
            assertThat(heights[i] / heights[0]).isCloseTo(Math.log(widths[i] + 1) / Math.log(785), within(1e-9));
        }
    }

    @Test
    void planesAreInProportionAndMoreForMoreChannels() {
        List<SchematicLayout.Placed> blocks =
                Schematic.of(LessonNetworks.all().get("U-Net")).layout().blocks();
        double input = blocks.get(0).bounds().getWidth(); // 32×32×1
        double pooled = blocks.get(2).glyph().width(); // 16×16×16 behind a funnel of 13 pixels
        double code = blocks.get(3).bounds().getWidth(); // 16×16×8
        double step = blocks.get(2).bounds().getWidth() - 13 - code; // one doubling of the channels

        assertThat(step).isPositive();
        assertThat(pooled - 13 - 4 * step).isCloseTo(input / 2, within(1e-9));
        assertThat(code - 3 * step).isCloseTo(input / 2, within(1e-9));
    }

    @Test
    void anArcLeadsOverTheBlocksThatItSkips() {
        SchematicLayout layout =
                Schematic.of(LessonNetworks.all().get("residual")).layout();
        List<SchematicLayout.Way> arcs =
                layout.ways().stream().filter(way -> way.points().size() == 4).toList();

        assertThat(arcs).hasSize(2);
        for (SchematicLayout.Way arc : arcs) {
            Point2D highest = arc.points().get(1);
            assertThat(layout.blocks()).allMatch(block -> block.bounds().getY() > highest.getY());
        }
        assertThat(arcs.get(0).points().get(0).getX())
                .isCloseTo(layout.blocks().get(1).middle(), within(6.0));
        assertThat(arcs.get(0).points().get(3).getX())
                .isCloseTo(layout.blocks().get(3).middle(), within(6.0));
    }

    @Test
    void arcsInEachOtherHaveHeightsOfTheirOwn() {
        GraphBuilder graph = new NeuralNetConfiguration.Builder().graphBuilder().addInputs("in");
        String last = "in";
        for (String name : List.of("a", "b", "code", "c", "d")) {
            graph.addLayer(name, new DenseLayer.Builder().nOut(4).build(), last);
            last = name;
        }
        SchematicLayout layout = Schematic.of(graph.addVertex("inner", new MergeVertex(), "d", "b", "a")
                        .addLayer(
                                "out",
                                new OutputLayer.Builder(LossFunction.MSE)
                                        .nOut(6)
                                        .build(),
                                "inner",
                                "in")
                        .setOutputs("out")
                        .setInputTypes(InputType.feedForward(6))
                        .build())
                .layout();
        List<Double> heights = layout.ways().stream()
                .filter(way -> way.points().size() == 4)
                .map(way -> way.points().get(1).getY())
                .sorted()
                .toList();

        // The merge of the two inputs of "out" is a vertex of its own, which Deeplearning4j puts in.
        assertThat(heights).hasSize(3).doesNotHaveDuplicates();
        assertThat(heights.get(1) - heights.get(0)).isGreaterThan(4);
        assertThat(heights.get(2) - heights.get(1)).isGreaterThan(4);
    }

    @Test
    void aConnectionBetweenRowsHasTheSameNumberAtBothEnds() {
        SchematicLayout layout =
                Schematic.of(LessonNetworks.all().get("deep U-Net")).layout();

        assertThat(layout.connectors()).hasSize(4);
        for (String number : List.of("1", "2")) {
            List<PlacedText> ends = layout.texts().stream()
                    .filter(text -> text.words().equals(number)
                            && layout.connectors().stream().anyMatch(text.bounds()::contains))
                    .toList();
            assertThat(ends).hasSize(2);
        }
    }

    @Test
    void theWordsSayWhatTheSettingsAre() {
        assertThat(words("faces"))
                .contains("KL penalty", "weight 0.1", "target 0.05", "flatten", "reshape", "16×16×1", "3×3, stride 2");
        assertThat(words("sparse")).contains("L1 penalty", "weight 0.0784", "L2 of weights 0.05");
        assertThat(words("dropout")).contains("input Gaussian noise σ 0.3", "dropout", "20%");
        assertThat(words("variational")).contains("mean μ", "spread σ", "sample z", "β 1", "μ", "σ", "z");
        assertThat(words("denoising")).contains("max", "pooling", "up-sampling", "2×2", "cross-entropy");
    }

    private static List<String> words(String network) {
        List<PlacedText> texts =
                Schematic.of(LessonNetworks.all().get(network)).layout().texts();
        return texts.stream().map(PlacedText::words).toList();
    }

    static Stream<Arguments> layersBetween() {
        return Stream.of(
                Arguments.of(new DenseLayer.Builder().nOut(4).build(), true),
                Arguments.of(new DropoutLayer.Builder(0.5).build(), false),
                Arguments.of(new BatchNormalization.Builder().build(), false));
    }

    /** Deeplearning4j gives all of them an activation, and not all apply it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("layersBetween")
    void anActivationIsNamedWhereItChangesWhatComesOut(Layer layer, boolean applied) {
        INDArray x = Nd4j.linspace(-2, 2, 4).reshape(1, 4).castTo(DataType.FLOAT);
        INDArray[] outputs = new INDArray[2];
        String[] words = new String[2];
        Activation[] activations = {Activation.SIGMOID, Activation.CUBE};
        for (int i = 0; i < 2; i++) {
            MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                    .seed(1)
                    .activation(activations[i])
                    .list()
                    .layer(layer.clone())
                    .layer(new DenseLayer.Builder()
                            .name("code")
                            .nOut(4)
                            .activation(Activation.IDENTITY)
                            .build())
                    .layer(new OutputLayer.Builder(LossFunction.MSE)
                            .nOut(4)
                            .activation(Activation.IDENTITY)
                            .build())
                    .setInputType(InputType.feedForward(4))
                    .build();
            try (Autoencoder autoencoder = Autoencoder.of(configuration)) {
                outputs[i] = autoencoder.encode(x);
            }
            words[i] =
                    LayerWords.of(new SequentialConfiguration(configuration), 0).activation();
        }
        assertThat(outputs[0].equalsWithEps(outputs[1], 1e-5)).isEqualTo(!applied);
        assertThat(words).isEqualTo(applied ? new String[] {"sigmoid", "Cube"} : new String[] {"", ""});
    }

    @Test
    void saysInSentencesWhatItShows() {
        assertThat(Schematic.of(LessonNetworks.all().get("deep")).alternativeText())
                .isEqualTo(
                        "An autoencoder with 6 layers and 222,384 parameters turns 784 numbers into a code of 32 numbers"
                                + " and back. The encoder has 3 layers: dense (3). The decoder has 3 layers: dense (2) and dense"
                                + " output.");
        assertThat(Schematic.of(LessonNetworks.all().get("U-Net")).alternativeText())
                .contains("1,024 numbers (32×32×1) into a code of 2,048 numbers (16×16×8)")
                .endsWith("One connection leads around other layers.");
        for (NetworkConfiguration configuration : LessonNetworks.all().values()) {
            for (String sentence : Schematic.of(configuration).alternativeText().split("\\. ")) {
                assertThat(sentence.split(" ")).hasSizeLessThanOrEqualTo(40);
            }
        }
    }

    @Test
    void picturesWhoseChannelsStandLastAreToldInTheSameOrder() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .name("code")
                        .nOut(4)
                        .convolutionMode(ConvolutionMode.Same)
                        .dataFormat(CNN2DFormat.NHWC)
                        .build())
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(1)
                        .convolutionMode(ConvolutionMode.Same)
                        .dataFormat(CNN2DFormat.NHWC)
                        .build())
                .layer(new CnnLossLayer.Builder(LossFunction.MSE)
                        .format(CNN2DFormat.NHWC)
                        .build())
                .setInputType(InputType.convolutional(6, 8, 1, CNN2DFormat.NHWC))
                .build();
        try (Autoencoder autoencoder = Autoencoder.of(configuration)) {
            Schematic schematic = Schematic.of(autoencoder, Nd4j.zeros(1, 6, 8, 1));

            assertThat(schematic.alternativeText()).contains("48 numbers (6×8×1) into a code of 192 numbers (6×8×4)");
        }
    }

    @Test
    void stepsThatMayBeAnyAreCalledSo() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new LSTM.Builder().name("code").nIn(3).nOut(2).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nIn(2)
                        .nOut(3)
                        .build())
                .build();
        Schematic schematic = Schematic.of(configuration);

        assertThat(schematic.alternativeText())
                .contains("any number of steps of 3 numbers into a code of any number of steps of 2 numbers");
        assertThat(schematic.image().getWidth()).isEqualTo(Theme.WIDTH);
    }

    @Test
    void badInputGetsASentence() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schematic.of((Autoencoder) null))
                .withMessage("The autoencoder is null: pass one.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schematic.of((MultiLayerConfiguration) null))
                .withMessage("The configuration is null: pass one.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schematic.of(dense(3, 2)).title(null))
                .withMessage("The title is null: pass one.");
        MultiLayerConfiguration nameless = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(3).nOut(2).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(2).nOut(3).build())
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schematic.of(nameless))
                .withMessage("None of the 2 layers is named \"code\": give the layer whose output is the code"
                        + " .name(\"code\").");
        MultiLayerConfiguration anySize = new NeuralNetConfiguration.Builder()
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .name("code")
                        .nIn(1)
                        .nOut(4)
                        .build())
                .layer(new ConvolutionLayer.Builder(3, 3).nIn(4).nOut(1).build())
                .layer(new CnnLossLayer.Builder(LossFunction.MSE).build())
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schematic.of(anySize))
                .withMessage("The configuration does not tell how large an example is: make the network with"
                        + " Autoencoder.of, and give an example beside it.");
        try (Autoencoder autoencoder = Autoencoder.of(anySize)) {
            assertThat(Schematic.of(autoencoder, Nd4j.zeros(1, 1, 9, 7)).alternativeText())
                    .contains("63 numbers (9×7×1) into a code of 252 numbers (9×7×4)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Schematic.of(autoencoder, null))
                    .withMessage("The example is null: pass one.");
            autoencoder.close();
            assertThatIllegalStateException().isThrownBy(() -> Schematic.of(autoencoder));
        }
    }
}
