package hourglass.evaluate;

import hourglass.evaluate.linalg.Matrix;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * t-SNE: maps points of many numbers, such as codes, to a plane so that neighbours stay neighbours.
 *
 * <pre>{@code
 * INDArray plane = Tsne.perplexity(30).seed(42).map(codes);      // [n, 32] -> [n, 2]
 * Charts.scatter(plane, labels, classes, "Codes by t-SNE")
 * }</pre>
 *
 * <p>It minimises the Kullback-Leibler divergence between two sets of probabilities: that two points are neighbours
 * in the given space (Gaussians, each as wide as the perplexity asks) and in the plane (Student's t with one degree
 * of freedom). This is the exact method: time O(n²) for each iteration and O(n² d) before the first, memory 4 n² bytes,
 * therefore at most {@value #MOST} points. Only neighbourhoods mean something in the plane: axes, the sizes of clusters
 * and the distances between them do not. It has no encoder: a new point cannot be put into a map that is drawn.
 *
 * <p>The same seed gives the same map, whatever the number of threads. See L. van der Maaten and G. Hinton, "Visualizing
 * Data using t-SNE", Journal of Machine Learning Research 9, 2008. The learning rate, max(n / 48, 50), and the early
 * exaggeration of 12 are those of A. Belkina et al., "Automated optimized parameters for t-distributed stochastic
 * neighbor embedding improve visualization and analysis of large datasets", Nature Communications 10, 2019.
 *
 * @param perplexity how many neighbours of a point count, as a smooth number, from 1 to (n − 1) / 3
 * @param iterations steps of gradient descent, at least 1; the first third of them, up to 250, exaggerate
 * @param seed for the initial positions
 */
public record Tsne(double perplexity, int iterations, long seed) {

    /** The most points that {@link #map} takes. */
    public static final int MOST = 2_000;

    private static final double EXAGGERATION = 12;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the perplexity is not a number of at least 1, or there is no iteration
     */
    public Tsne {
        if (!(perplexity >= 1) || Double.isInfinite(perplexity)) {
            throw new IllegalArgumentException(
                    "The perplexity is " + perplexity + ": choose at least 1; 5 to 50 are usual.");
        }
        if (iterations < 1) {
            throw new IllegalArgumentException("t-SNE has " + iterations + " iterations: give at least 1.");
        }
    }

    /** Returns settings for a perplexity: 750 iterations, seed 42. */
    public static Tsne perplexity(double neighbours) {
        return new Tsne(neighbours, 750, 42);
    }

    /** Returns these settings with another number of iterations. */
    public Tsne iterations(int steps) {
        return new Tsne(perplexity, steps, seed);
    }

    /** Returns these settings with another seed. */
    public Tsne seed(long value) {
        return new Tsne(perplexity, iterations, value);
    }

    /**
     * Finds a position in the plane for each point. When the thread is interrupted, the descent ends with the positions
     * of that moment; the thread's interrupt flag stays set.
     *
     * @param points [n, d]: n ≥ 3 · perplexity + 1 points of d numbers, at most {@value #MOST}; pictures of many pixels
     *     are better reduced to some 50 numbers by {@link hourglass.evaluate.baseline.Pca} first
     * @return float32 [n, 2], with mean 0
     * @throws IllegalArgumentException if there are too few or too many points or a number is not finite
     * @throws java.util.concurrent.CancellationException if the thread was interrupted before the first step
     */
    public INDArray map(INDArray points) {
        Matrix matrix = Matrix.of("set of points", points);
        int n = matrix.rows();
        if (n > MOST) {
            throw new IllegalArgumentException(
                    "t-SNE takes at most " + MOST + " points, since its time grows with their"
                            + " square, but there are " + n + ": pass a sample of them.");
        }
        if (n - 1 < 3 * perplexity) {
            throw new IllegalArgumentException("A perplexity of " + perplexity + " needs at least "
                    + (int) Math.ceil(3 * perplexity + 1) + " points, but there are " + n
                    + ": pass more points or choose a smaller perplexity.");
        }
        float[] affinities = TsneAffinities.joint(matrix.toDoubles(), perplexity);
        TsneOptimizer optimizer = new TsneOptimizer(affinities, n, seed);
        double learningRate = Math.max(n / (4 * EXAGGERATION), 50);
        int early = Math.min(250, iterations / 3);
        for (int i = 0; i < iterations && !Thread.currentThread().isInterrupted(); i++) {
            optimizer.step(i < early ? EXAGGERATION : 1, learningRate, i < early ? 0.5 : 0.8);
        }
        return Nd4j.createFromArray(optimizer.positions());
    }
}
