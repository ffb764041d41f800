package hourglass.evaluate.baseline;

import hourglass.evaluate.NearestNeighbors;
import hourglass.evaluate.linalg.Matrix;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reconstructs every example as the training example that is nearest to it, which shows how far memorising the training set
 * would go.
 */
public final class NearestNeighborBaseline implements Baseline {

    private final INDArray examples;
    private final NearestNeighbors neighbors;

    private NearestNeighborBaseline(INDArray examples) {
        this.examples = examples;
        this.neighbors = NearestNeighbors.among(examples);
    }

    /**
     * Keeps a copy of the training examples.
     *
     * @param examples [n, …]
     * @throws IllegalArgumentException if there is none or a number is not finite
     */
    public static NearestNeighborBaseline fit(INDArray examples) {
        return new NearestNeighborBaseline(
                Matrix.of("training set", examples).values().dup('c'));
    }

    @Override
    public String name() {
        return "nearest training example";
    }

    /** One: which of the training examples it is. */
    @Override
    public int codeSize() {
        return 1;
    }

    /**
     * Returns the nearest training example, by Euclidean distance, of each.
     *
     * @param queries [m, …] with as many numbers each as the training examples
     * @return float32 [m, numbers]
     * @throws IllegalArgumentException if the queries have another size or a number is not finite
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    @Override
    public INDArray reconstruct(INDArray queries) {
        int[][] places = neighbors.nearest(queries, 1).places();
        return Nd4j.pullRows(
                examples, 1, Arrays.stream(places).mapToInt(its -> its[0]).toArray(), 'c');
    }
}
