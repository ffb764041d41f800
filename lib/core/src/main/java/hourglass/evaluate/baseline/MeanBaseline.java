package hourglass.evaluate.baseline;

import hourglass.evaluate.linalg.Covariance;
import hourglass.evaluate.linalg.Matrix;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Answers every picture with the mean of the training pictures: what can be had for a code of no numbers at all. */
public final class MeanBaseline implements Baseline {

    private final INDArray picture;

    private MeanBaseline(INDArray picture) {
        this.picture = picture;
    }

    /**
     * Averages pictures.
     *
     * @param pixels training pictures [n, pixels]
     * @throws IllegalArgumentException if there is no picture or a number is not finite
     */
    public static MeanBaseline fit(INDArray pixels) {
        Matrix matrix = Matrix.of("training set", pixels);
        matrix.requireFinite("training set");
        return new MeanBaseline(Covariance.mean(matrix).castTo(DataType.FLOAT));
    }

    /** Returns the mean picture, float32 [1, pixels]. */
    public INDArray picture() {
        return picture.dup();
    }

    @Override
    public String name() {
        return "mean picture";
    }

    @Override
    public int codeSize() {
        return 0;
    }

    @Override
    public INDArray reconstruct(INDArray pixels) {
        Matrix matrix = Matrix.of("pictures", pixels).requireColumns("pictures", (int) picture.length(), "pixels");
        return picture.repeat(0, matrix.rows());
    }
}
