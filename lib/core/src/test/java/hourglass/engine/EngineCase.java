package hourglass.engine;

import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One network of the generated tests.
 *
 * @param shape of one example
 * @param steps how many updates the test makes
 * @param batchSize how many examples
 * @param change what is done to the batch: masks, another type, another order in memory
 */
record EngineCase(
        String name,
        MultiLayerConfiguration configuration,
        int[] shape,
        int steps,
        int batchSize,
        UnaryOperator<DataSet> change) {

    // Enough for an optimiser's state and a schedule to show, and few enough for some hundred networks.
    private static final int STEPS = 4;
    private static final int BATCH = 5;

    EngineCase(String name, MultiLayerConfiguration configuration, int[] shape, boolean masked) {
        this(name, configuration, shape, STEPS, BATCH, masked ? EngineCase::masked : UnaryOperator.identity());
    }

    EngineCase steps(int updates) {
        return new EngineCase(name, configuration, shape, updates, batchSize, change);
    }

    EngineCase batchSize(int examples) {
        return new EngineCase(name, configuration, shape, steps, examples, change);
    }

    EngineCase with(String what, UnaryOperator<DataSet> change) {
        return new EngineCase(name + ", " + what, configuration, shape, steps, batchSize, change);
    }

    private INDArray numbers(long seed, long... all) {
        return Nd4j.rand(Nd4j.getRandomFactory().getNewRandomInstance(seed), all)
                .muli(0.8)
                .addi(0.1);
    }

    /** A batch whose targets have the shape of the network's output. */
    DataSet batch(MultiLayerNetwork network) {
        INDArray x = numbers(
                3,
                IntStream.concat(IntStream.of(batchSize), IntStream.of(shape))
                        .asLongStream()
                        .toArray());
        return change.apply(new DataSet(x, numbers(4, network.output(x.dup()).shape())));
    }

    /** The last step of the second example does not count, or the second example when there are no steps. */
    static INDArray mask(DataSet batch) {
        INDArray x = batch.getFeatures();
        INDArray mask = Nd4j.ones(DataType.FLOAT, x.size(0), x.rank() == 3 ? x.size(2) : 1);
        mask.putScalar(1, mask.size(1) - 1, 0);
        return mask;
    }

    static DataSet masked(DataSet batch) {
        INDArray mask = mask(batch);
        boolean sequences = batch.getFeatures().rank() == 3;
        return new DataSet(batch.getFeatures(), batch.getLabels(), sequences ? mask : null, mask);
    }

    @Override
    public String toString() {
        return name;
    }
}
