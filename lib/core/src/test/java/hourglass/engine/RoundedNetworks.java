package hourglass.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Tells rounding from a fault: how far Deeplearning4j's own results in single precision are from its results in double
 * precision, and from those of weights that differ in their last bit.
 */
final class RoundedNetworks {

    // How many times Deeplearning4j's own rounding the engine's may be: sums in another order, and functions of other
    // polynomials, have the same size of error and not the same error.
    static final double FACTOR = 10;

    private static final int PERTURBATIONS = 3;

    private RoundedNetworks() {}

    static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
        return initialised(new MultiLayerNetwork(configuration));
    }

    static MultiLayerNetwork accelerated(MultiLayerConfiguration configuration) {
        return initialised(Accelerator.network(configuration));
    }

    private static MultiLayerNetwork initialised(MultiLayerNetwork network) {
        network.init();
        return network;
    }

    /** Deeplearning4j's own network of double precision, with the same parameters. */
    static MultiLayerNetwork exact(EngineCase c, INDArray parameters) {
        MultiLayerConfiguration configuration = c.configuration().clone();
        configuration.setDataType(DataType.DOUBLE);
        for (NeuralNetConfiguration layer : configuration.getConfs()) {
            layer.setDataType(DataType.DOUBLE);
        }
        MultiLayerNetwork network = network(configuration);
        network.params().assign(parameters.castTo(DataType.DOUBLE));
        return network;
    }

    /** Deeplearning4j's own network, in which each parameter is the float beside its value. */
    private static MultiLayerNetwork perturbed(EngineCase c, INDArray parameters, int seed) {
        MultiLayerNetwork network = network(c.configuration().clone());
        Random random = new Random(seed);
        for (long i = 0; i < parameters.length(); i++) {
            float value = parameters.getFloat(i);
            network.params().putScalar(i, random.nextBoolean() ? Math.nextUp(value) : Math.nextDown(value));
        }
        return network;
    }

    static DataSet inDoublePrecision(DataSet batch) {
        INDArray features = batch.getFeaturesMaskArray();
        INDArray labels = batch.getLabelsMaskArray();
        return new DataSet(
                batch.getFeatures().castTo(DataType.DOUBLE),
                batch.getLabels().castTo(DataType.DOUBLE),
                features == null ? null : features.castTo(DataType.DOUBLE),
                labels == null ? null : labels.castTo(DataType.DOUBLE));
    }

    /** The losses before each update, and the parameters after the last one. */
    record Trained(double[] losses, INDArray parameters) {

        /** How far these losses are from others, at the worst step. */
        double lossDistance(Trained other) {
            double worst = 0;
            for (int step = 0; step < losses.length; step++) {
                worst = Math.max(worst, relative(losses[step], other.losses[step]));
            }
            return worst;
        }

        double distance(Trained other) {
            return RoundedNetworks.distance(parameters, other.parameters);
        }
    }

    static Trained train(MultiLayerNetwork network, DataSet batch, int steps) {
        double[] losses = new double[steps];
        for (int step = 0; step < steps; step++) {
            Nd4j.getRandom().setSeed(step + 1); // Zero would mean the time of day.
            network.fit(batch.copy());
            losses[step] = network.score();
            if (step % 2 == 1) {
                network.incrementEpochCount();
            }
        }
        return new Trained(losses, network.params());
    }

    /** The trainings that only rounding tells from that of Deeplearning4j's own layers. */
    static List<Trained> roundedOtherwise(EngineCase c, INDArray firstParameters, DataSet batch) {
        List<Trained> all = new ArrayList<>();
        all.add(train(exact(c, firstParameters), inDoublePrecision(batch), c.steps()));
        for (int seed = 0; seed < PERTURBATIONS; seed++) {
            all.add(train(perturbed(c, firstParameters, seed), batch, c.steps()));
        }
        return all;
    }

    static List<INDArray> gradients(MultiLayerNetwork network, DataSet batch) {
        DataSet copy = batch.copy();
        Nd4j.getRandom().setSeed(11);
        network.setInput(copy.getFeatures());
        network.setLabels(copy.getLabels());
        network.setLayerMaskArrays(copy.getFeaturesMaskArray(), copy.getLabelsMaskArray());
        network.computeGradientAndScore();
        network.clearLayerMaskArrays();
        return Arrays.stream(network.getLayers())
                .map(Layer::getGradientsViewArray)
                .filter(gradient -> gradient != null && gradient.length() > 0)
                .map(INDArray::dup)
                .toList();
    }

    static double relative(double actual, double expected) {
        return actual == expected ? 0 : Math.abs(actual - expected) / (1 + Math.abs(expected));
    }

    /** The length of the difference as a part of the length of what is expected. */
    static double distance(INDArray actual, INDArray expected) {
        INDArray wanted = expected.castTo(DataType.DOUBLE);
        double difference =
                actual.castTo(DataType.DOUBLE).sub(wanted).norm2Number().doubleValue();
        return difference == 0
                ? 0
                : difference / Math.max(1e-12, wanted.norm2Number().doubleValue());
    }
}
