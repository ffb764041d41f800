package hourglass.evaluate;

import hourglass.evaluate.linalg.Covariance;
import hourglass.evaluate.linalg.Eigen;
import hourglass.evaluate.linalg.Matrix;
import hourglass.runtime.Interruption;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Measures how different the distributions of two sets of examples are, without pairing the examples: 0 if both sets have the
 * same mean and covariance.
 *
 * <p>It is the squared Fréchet distance between two Gaussians, |m₁ − m₂|² + tr(C₁ + C₂ − 2 (C₁C₂)^½), which M. Heusel and
 * others ("GANs Trained by a Two Time-Scale Update Rule Converge to a Local Nash Equilibrium", NeurIPS 2017) use to judge
 * generated pictures, there on the features of a network that knows photographs.
 */
public final class FrechetDistance {

    private FrechetDistance() {}

    /**
     * Measures the distance.
     *
     * @param first features [n, d] of one set, n at least 2
     * @param second features [m, d] of the other, m at least 2
     * @return 0 or more, in squares of the features' unit
     * @throws IllegalArgumentException if shapes do not agree, a set is too small, there are more than
     *     {@value hourglass.evaluate.linalg.Eigen#MOST} features, or a number is not finite
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static double distance(INDArray first, INDArray second) {
        Matrix one = Matrix.of("first set", first);
        Matrix other =
                Matrix.of("second set", second).requireColumns("features of the second set", one.columns(), "numbers");
        if (one.rows() < 2 || other.rows() < 2) {
            throw new IllegalArgumentException("There are " + one.rows() + " and " + other.rows()
                    + " examples, but a covariance needs at least 2 of each.");
        }
        Covariance a = Covariance.of(one);
        Covariance b = Covariance.of(other);
        INDArray root = root(a.matrix());
        Interruption.check();
        // The eigenvalues of C₁C₂ are those of C₁^½ C₂ C₁^½, which is symmetric.
        double cross = trace(root(root.mmul(b.matrix()).mmul(root)));
        double means = a.mean().squaredDistance(b.mean());
        return Math.max(0, means + trace(a.matrix()) + trace(b.matrix()) - 2 * cross);
    }

    private static INDArray root(INDArray symmetric) {
        Eigen eigen = Eigen.of(symmetric.add(symmetric.transpose()).mul(0.5));
        // Rounding leaves tiny negative eigenvalues where there is no variance.
        INDArray roots = Transforms.sqrt(Transforms.max(eigen.values(), 0, true), true);
        return eigen.vectors()
                .mulRowVector(roots.reshape(1, roots.length()))
                .mmul(eigen.vectors().transpose());
    }

    private static double trace(INDArray matrix) {
        double sum = 0;
        for (int i = 0; i < matrix.rows(); i++) {
            sum += matrix.getDouble(i, i);
        }
        return sum;
    }
}
