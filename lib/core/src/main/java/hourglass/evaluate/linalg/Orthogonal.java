package hourglass.evaluate.linalg;

import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Steps of the Gram-Schmidt process on vectors that are the rows of float64 arrays. */
final class Orthogonal {
    private Orthogonal() {}

    /** Draws vectors [n, d] in any direction, and leaves ND4J's own generator alone. */
    static INDArray random(Random random, int n, long d) {
        return Nd4j.createFromArray(random.doubles(n * d).map(u -> u - 0.5).toArray())
                .reshape(n, d);
    }

    /**
     * Takes the parts along an orthonormal basis out of vectors, twice, since what rounding leaves of them after the first
     * time is gone after the second (B. Parlett, "The Symmetric Eigenvalue Problem", 1980, section 6.9).
     *
     * @param basis [k, d]
     * @param vectors [n, d], changed in place
     * @return the parts [n, k]
     */
    static INDArray remove(INDArray basis, INDArray vectors) {
        INDArray parts = vectors.mmul(basis.transpose());
        vectors.subi(parts.mmul(basis));
        INDArray rest = vectors.mmul(basis.transpose());
        vectors.subi(rest.mmul(basis));
        return parts.addi(rest);
    }
}
