package hourglass.evaluate.baseline;

import hourglass.evaluate.linalg.Covariance;
import hourglass.evaluate.linalg.Matrix;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reconstructs every example as the mean of the training examples, which needs no number of a code: the least that a model has
 * to beat.
 */
public final class MeanBaseline implements Baseline {

    private final INDArray mean;

    private MeanBaseline(INDArray mean) {
        this.mean = mean;
    }

    /**
     * Averages examples.
     *
     * @param examples training examples [n, …]
     * @throws IllegalArgumentException if there is no example or a number is not finite
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static MeanBaseline fit(INDArray examples) {
        return new MeanBaseline(
                Covariance.mean(Matrix.of("training set", examples)).castTo(DataType.FLOAT));
    }

    /** Returns the mean of the training examples, float32 [1, numbers]. */
    public INDArray mean() {
        return mean.dup();
    }

    @Override
    public String name() {
        return "training mean";
    }

    @Override
    public int codeSize() {
        return 0;
    }

    @Override
    public INDArray reconstruct(INDArray examples) {
        Matrix matrix =
                Matrix.of("array of examples", examples).requireColumns("examples", (int) mean.length(), "numbers");
        return mean.repeat(0, matrix.rows());
    }
}
