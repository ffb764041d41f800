package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hourglass.runtime.ArrayViews;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The network that lesson 02 writes by hand is the one that {@link Autoencoder} trains: same weights, same losses. */
class FromScratchTest {
    private static final int PIXELS = 30;
    private static final int BATCH = 10;
    private static final int STEPS = 12;
    private static final Activation[] SHALLOW = {Activation.SIGMOID, Activation.IDENTITY};
    private static final Activation[] DEEP = {
        Activation.SIGMOID,
        Activation.SIGMOID,
        Activation.RELU,
        Activation.SIGMOID,
        Activation.SIGMOID,
        Activation.IDENTITY
    };

    @BeforeEach
    void seed() {
        Nd4j.getRandom().setSeed(7);
    }

    @Test
    void sameDiffsGradientAgreesWithFiniteDifferences() {
        Map<String, INDArray> weights = weights(DataType.DOUBLE, 8, 6, 5, 3, 5, 6, 8);
        INDArray pictures = Networks.mixtures(4, 8).castTo(DataType.DOUBLE);
        SameDiff graph = graph(weights, DEEP);
        Map<String, INDArray> gradients = gradients(graph, weights, pictures).getGradients();

        double step = 1e-5;
        for (String name : weights.keySet()) {
            INDArray values = graph.getArrForVarName(name);
            for (long i = 0; i < values.length(); i++) {
                double before = values.getDouble(i);
                values.putScalar(i, before + step);
                double above = loss(graph, pictures);
                values.putScalar(i, before - step);
                double below = loss(graph, pictures);
                values.putScalar(i, before);
                assertThat(gradients.get(name).getDouble(i))
                        .as("%s, number %d", name, i)
                        .isCloseTo((above - below) / (2 * step), within(1e-8));
            }
            assertThat(gradients.get(name).amaxNumber().doubleValue()).as(name).isGreaterThan(1e-5);
        }
    }

    @Test
    void gradientWrittenByHandEqualsSameDiffs() {
        Map<String, INDArray> weights = weights(DataType.DOUBLE, PIXELS, 6, PIXELS);
        INDArray x = Networks.mixtures(BATCH, PIXELS).castTo(DataType.DOUBLE);

        INDArray h = Transforms.sigmoid(x.mmul(weights.get("W1")).addRowVector(weights.get("b1")));
        INDArray y = h.mmul(weights.get("W2")).addRowVector(weights.get("b2"));
        INDArray outer = y.sub(x).mul(2.0 / x.length());
        INDArray inner = outer.mmul(weights.get("W2").transpose()).mul(h).mul(h.rsub(1));
        Map<String, INDArray> byHand = Map.of(
                "W1", x.transpose().mmul(inner),
                "b1", inner.sum(true, 0),
                "W2", h.transpose().mmul(outer),
                "b2", outer.sum(true, 0));

        Map<String, INDArray> gradients =
                gradients(graph(weights, SHALLOW), weights, x).getGradients();
        byHand.forEach((name, gradient) -> {
            assertThat(gradients.get(name).shape()).as(name).isEqualTo(gradient.shape());
            assertThat(gradients.get(name).sub(gradient).amaxNumber().doubleValue())
                    .as(name)
                    .isLessThan(1e-12 * gradient.amaxNumber().doubleValue());
        });
    }

    @Test
    void shallowNetworkWithAdagradHasTheLossesOfTheAutoencoder() {
        double epsilon = AdaGrad.DEFAULT_ADAGRAD_EPSILON;
        BinaryOperator<INDArray> adagrad = (gradient, memory) -> {
            memory.addi(gradient.mul(gradient));
            return gradient.div(Transforms.sqrt(memory).add(epsilon)).mul(0.1);
        };

        assertSameLosses(weights(DataType.FLOAT, PIXELS, 6, PIXELS), SHALLOW, new AdaGrad(0.1), adagrad, epsilon);
    }

    @Test
    void deepNetworkWithRmsPropHasTheLossesOfTheAutoencoder() {
        double epsilon = RmsProp.DEFAULT_RMSPROP_EPSILON;
        double decay = RmsProp.DEFAULT_RMSPROP_RMSDECAY;
        BinaryOperator<INDArray> rmsProp = (gradient, memory) -> {
            memory.muli(decay).addi(gradient.mul(gradient).mul(1 - decay));
            return gradient.div(Transforms.sqrt(memory).add(epsilon)).mul(0.001);
        };

        assertSameLosses(
                weights(DataType.FLOAT, PIXELS, 20, 12, 6, 12, 20, PIXELS), DEEP, new RmsProp(0.001), rmsProp, epsilon);
    }

    /** Trains one network in both ways on the same batches; the memory of the optimisers starts at {@code start}. */
    private static void assertSameLosses(
            Map<String, INDArray> weights,
            Activation[] curves,
            IUpdater updater,
            BinaryOperator<INDArray> rule,
            double start) {
        INDArray pictures = Networks.mixtures(BATCH * STEPS, PIXELS);
        MultiLayerNetwork network =
                Autoencoder.of(configuration(weights, curves, updater)).network();
        for (int layer = 0; layer < curves.length; layer++) {
            network.setParam(layer + "_W", weights.get("W" + (layer + 1)));
            network.setParam(layer + "_b", weights.get("b" + (layer + 1)));
        }
        SameDiff graph = graph(weights, curves);
        Map<String, INDArray> memory = new LinkedHashMap<>();
        weights.forEach((name, values) -> memory.put(name, values.like().assign(start)));

        List<Double> losses = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            INDArray batch = ArrayViews.of(pictures, i * BATCH, (i + 1) * BATCH).dup();
            OutAndGrad result = gradients(graph, weights, batch);
            losses.add(result.getOutputs().get("loss").getDouble(0));
            result.getGradients().forEach((name, gradient) -> graph.getArrForVarName(name)
                    .subi(rule.apply(gradient, memory.get(name))));
            network.fit(batch, batch);
            scores.add(network.score());
        }

        for (int i = 0; i < STEPS; i++) {
            assertThat(losses.get(i)).as("step %d", i + 1).isCloseTo(scores.get(i), within(1e-5));
        }
        // Two networks that do not learn would agree too.
        assertThat(losses.get(STEPS - 1)).isLessThan(0.8 * losses.get(0));
    }

    private static Map<String, INDArray> weights(DataType type, int... sizes) {
        Map<String, INDArray> weights = new LinkedHashMap<>();
        for (int i = 1; i < sizes.length; i++) {
            double scale = Math.sqrt(2.0 / (sizes[i - 1] + sizes[i]));
            weights.put("W" + i, Nd4j.randn(type, sizes[i - 1], sizes[i]).mul(scale));
            weights.put("b" + i, Nd4j.randn(type, 1, sizes[i]).mul(0.1));
        }
        return weights;
    }

    private static SameDiff graph(Map<String, INDArray> weights, Activation[] curves) {
        DataType type = weights.get("W1").dataType();
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", type, -1, weights.get("W1").size(0));
        SDVariable h = x;
        for (int i = 1; i <= curves.length; i++) {
            SDVariable w = graph.var("W" + i, weights.get("W" + i).dup());
            SDVariable b = graph.var("b" + i, weights.get("b" + i).dup());
            SDVariable z = h.mmul(w).add(b);
            h = switch (curves[i - 1]) {
                case SIGMOID -> graph.nn().sigmoid(z);
                case RELU -> graph.nn().relu(z, 0);
                default -> z;
            };
        }
        h.squaredDifference(x).mean("loss");
        graph.setLossVariables("loss");
        return graph;
    }

    private static OutAndGrad gradients(SameDiff graph, Map<String, INDArray> weights, INDArray pictures) {
        return graph.calculateGradientsAndOutputs(Map.of("x", pictures), List.of("loss"), weights.keySet());
    }

    private static double loss(SameDiff graph, INDArray pictures) {
        return graph.outputSingle(Map.of("x", pictures), "loss").getDouble(0);
    }

    private static MultiLayerConfiguration configuration(
            Map<String, INDArray> weights, Activation[] curves, IUpdater updater) {
        var list = new NeuralNetConfiguration.Builder().updater(updater).list();
        for (int i = 1; i < curves.length; i++) {
            INDArray w = weights.get("W" + i);
            list.layer(new DenseLayer.Builder()
                    .name(i == curves.length / 2 ? Autoencoder.CODE : "layer " + i)
                    .nIn(w.size(0))
                    .nOut(w.size(1))
                    .activation(curves[i - 1])
                    .build());
        }
        INDArray last = weights.get("W" + curves.length);
        return list.layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(last.size(0))
                        .nOut(last.size(1))
                        .activation(Activation.IDENTITY)
                        .build())
                .build();
    }
}
