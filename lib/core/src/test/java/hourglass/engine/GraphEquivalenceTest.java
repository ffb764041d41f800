package hourglass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.network.GraphConfiguration;
import hourglass.network.Network;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Graphs that are put together at random: with the engine they compute and learn what Deeplearning4j's own layers do. */
class GraphEquivalenceTest {
    private static final int WIDTH = 6;
    private static final int SIDE = 8;
    private static final Activation[] ACTIVATIONS = {
        Activation.RELU, Activation.TANH, Activation.SIGMOID, Activation.IDENTITY, Activation.LEAKYRELU
    };

    static List<Long> seeds() {
        return LongStream.range(0, 40).boxed().toList();
    }

    /** A graph that grows by one vertex after the other, each on what was there before. */
    private static final class Growing {
        private final Random random;
        private final boolean pictures;
        private final ComputationGraphConfiguration.GraphBuilder builder;
        private final List<String> open = new ArrayList<>();
        private final Set<String> used = new HashSet<>();
        private int count;

        Growing(long seed) {
            random = new Random(seed);
            pictures = seed % 2 == 0;
            builder = new NeuralNetConfiguration.Builder()
                    .seed(seed + 1)
                    .updater(new Sgd(0.002))
                    .dataType(DataType.FLOAT)
                    .convolutionMode(ConvolutionMode.Same)
                    .graphBuilder()
                    .addInputs("in");
        }

        ComputationGraphConfiguration build() {
            open.add(layer(first(), "in"));
            int vertices = 2 + random.nextInt(7);
            for (int i = 0; i < vertices; i++) {
                open.add(grow());
            }
            builder.addVertex("code", new ScaleVertex(0.5), used(any()));
            open.add("code");
            open.add(grow());
            // The output takes all that nothing else does.
            List<String> loose =
                    open.stream().filter(name -> !used.contains(name)).toList();
            String end = loose.size() == 1
                    ? loose.get(0)
                    : vertex(new ElementWiseVertex(ElementWiseVertex.Op.Add), loose.toArray(String[]::new));
            if (pictures) {
                builder.addLayer("last", convolution(1, 1 + 2 * random.nextInt(2)), end)
                        .addLayer(
                                "out",
                                new CnnLossLayer.Builder(LossFunction.MSE)
                                        .activation(Activation.IDENTITY)
                                        .build(),
                                "last")
                        .setInputTypes(InputType.convolutionalFlat(SIDE, SIDE, 1));
            } else {
                builder.addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(WIDTH)
                                .nOut(WIDTH)
                                .activation(activation())
                                .build(),
                        end);
            }
            return builder.setOutputs("out").build();
        }

        private String grow() {
            switch (random.nextInt(6)) {
                case 0:
                    return vertex(
                            new ElementWiseVertex(
                                    ElementWiseVertex.Op.values()[random.nextInt(ElementWiseVertex.Op.values().length)]
                                                    == ElementWiseVertex.Op.Max
                                            ? ElementWiseVertex.Op.Max
                                            : ElementWiseVertex.Op.Add),
                            any(),
                            other());
                case 1:
                    String both = vertex(new MergeVertex(), any(), other());
                    return pictures ? layer(convolution(WIDTH, 1), both) : vertex(new SubsetVertex(2, WIDTH + 1), both);
                case 2:
                    return layer(new ActivationLayer(activation()), any());
                case 3:
                    return layer(
                            new BatchNormalization.Builder()
                                    .nIn(WIDTH)
                                    .nOut(WIDTH)
                                    .build(),
                            any());
                case 4:
                    if (pictures) {
                        String small = layer(
                                new SubsamplingLayer.Builder()
                                        .kernelSize(2, 2)
                                        .stride(2, 2)
                                        .build(),
                                any());
                        return layer(new Upsampling2D.Builder(2).build(), small);
                    }
                    return layer(first(), any());
                default:
                    return layer(first(), any());
            }
        }

        private Layer first() {
            return pictures
                    ? convolution(WIDTH, 1 + 2 * random.nextInt(2))
                    : new DenseLayer.Builder()
                            .nIn(WIDTH)
                            .nOut(WIDTH)
                            .activation(activation())
                            .build();
        }

        private ConvolutionLayer convolution(int channels, int kernel) {
            return new ConvolutionLayer.Builder(kernel, kernel)
                    .nOut(channels)
                    .activation(activation())
                    .build();
        }

        private Activation activation() {
            return ACTIVATIONS[random.nextInt(ACTIVATIONS.length)];
        }

        private String used(String name) {
            used.add(name);
            return name;
        }

        private String any() {
            return open.get(random.nextInt(open.size()));
        }

        /** Deeplearning4j takes no vertex twice. */
        private String other() {
            return layer(first(), any());
        }

        private String vertex(org.deeplearning4j.nn.conf.graph.GraphVertex vertex, String... from) {
            String name = "v" + count++;
            for (String source : from) {
                used(source);
            }
            builder.addVertex(name, vertex, from);
            return name;
        }

        private String layer(Layer layer, String from) {
            String name = "v" + count++;
            builder.addLayer(name, layer, used(from));
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theEngineComputesWhatDeeplearning4jDoes(long seed) {
        GraphConfiguration configuration = new GraphConfiguration(new Growing(seed).build());
        Network fast = Accelerator.network(configuration, null);
        Network plain = withoutEngine(configuration);
        INDArray x = examples(seed, seed % 2 == 0 ? SIDE * SIDE : WIDTH);
        INDArray wanted = seed % 2 == 0 ? x.reshape(x.size(0), 1, SIDE, SIDE) : x;

        close(fast.output(x, () -> {}), plain.output(x, () -> {}), 1e-5);
        for (int i = 0; i < 3; i++) {
            fast.fit(new DataSet(x, wanted));
            plain.fit(new DataSet(x, wanted));
            if (!(plain.score() < 1e4)) { // A training that diverges makes more of each rounding.
                return;
            }
            assertThat(fast.score())
                    .isCloseTo(plain.score(), org.assertj.core.data.Offset.offset(1e-3 * Math.max(1, plain.score())));
        }
        close(fast.parameters(), plain.parameters(), 1e-3);
        assertThat(fast.score(new DataSet(x, wanted)))
                .isCloseTo(
                        plain.score(new DataSet(x, wanted)),
                        org.assertj.core.data.Offset.offset(1e-3 * Math.max(1, plain.score())));
    }

    private static Network withoutEngine(GraphConfiguration configuration) {
        System.setProperty("hourglass.accelerate", "off");
        try {
            return Accelerator.network(configuration, null);
        } finally {
            System.clearProperty("hourglass.accelerate");
        }
    }

    private static INDArray examples(long seed, int width) {
        Random random = new Random(seed);
        float[][] values = new float[10][width];
        for (float[] row : values) {
            for (int i = 0; i < width; i++) {
                row[i] = random.nextFloat();
            }
        }
        return Nd4j.createFromArray(values);
    }

    private static void close(INDArray found, INDArray expected, double tolerance) {
        double scale = Math.max(1, expected.amaxNumber().doubleValue());
        assertThat(found.sub(expected).amaxNumber().doubleValue() / scale).isLessThan(tolerance);
    }
}
