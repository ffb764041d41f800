package hourglass.evaluate.linalg;

import hourglass.runtime.Interruption;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The mean [1, d] and the sample covariance [d, d] of the rows of a matrix, both float64. */
public record Covariance(INDArray mean, INDArray matrix) {

    /**
     * Computes both.
     *
     * @throws IllegalArgumentException if the rows have more than {@value Eigen#MOST} numbers
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static Covariance of(Matrix data) {
        Eigen.requireSize(data.columns());
        INDArray mean = mean(data);
        INDArray sum = Nd4j.zeros(DataType.DOUBLE, data.columns(), data.columns());
        int size = data.blockRows();
        for (int from = 0; from < data.rows(); from += size) {
            Interruption.check();
            INDArray centred = data.rows(from, Math.min(data.rows(), from + size))
                    .castTo(DataType.DOUBLE)
                    .subiRowVector(mean);
            Nd4j.gemm(centred, centred, sum, true, false, 1, 1);
        }
        return new Covariance(mean, sum.divi(Math.max(1, data.rows() - 1)));
    }

    /**
     * Computes only the mean, of rows of any length.
     *
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static INDArray mean(Matrix data) {
        double[] mean = new double[data.columns()];
        data.forEachBlock((from, block) -> {
            for (int row = 0; row < block.length; row += mean.length) {
                for (int column = 0; column < mean.length; column++) {
                    mean[column] += block[row + column];
                }
            }
        });
        for (int column = 0; column < mean.length; column++) {
            mean[column] /= data.rows();
        }
        return Nd4j.createFromArray(new double[][] {mean});
    }
}
