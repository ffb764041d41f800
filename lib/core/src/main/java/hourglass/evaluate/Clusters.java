package hourglass.evaluate;

import hourglass.evaluate.linalg.Matrix;
import hourglass.runtime.Interruption;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.Clusterable;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.clustering.MultiKMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.DistanceMeasure;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.Well19937c;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A partition of points into clusters, found without labels, and its agreement with classes.
 *
 * @param of the cluster of each point, numbered from 0
 */
public record Clusters(int[] of) {

    private static final int MOST_ITERATIONS = 100;
    private static final int STARTS = 10;

    private record Point(int place, double[] getPoint) implements Clusterable {}

    /**
     * Checks the clusters.
     *
     * @throws IllegalArgumentException if there is no point, or a cluster has a negative number
     */
    public Clusters {
        Objects.requireNonNull(of, "There are no clusters: give the number of each point.");
        requireNumbers("cluster", of);
    }

    /**
     * Clusters points by k-means, the best of ten starts chosen by k-means++ (D. Arthur, S. Vassilvitskii, "k-means++: The
     * Advantages of Careful Seeding", SODA 2007).
     *
     * @param points [n, d]
     * @param k how many clusters, from 1 to n
     * @param seed for the starts
     * @throws IllegalArgumentException if k is out of range, there are fewer than k different points, or a number is not
     *     finite
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static Clusters kMeans(INDArray points, int k, long seed) {
        Matrix matrix = Matrix.of("set of points", points);
        if (k < 1 || k > matrix.rows()) {
            throw new IllegalArgumentException(matrix.rows() + " points cannot be divided into " + k
                    + " clusters: choose from 1 to " + matrix.rows() + ".");
        }
        double[][] rows = matrix.toDoubles();
        long different =
                Arrays.stream(rows).map(DoubleBuffer::wrap).distinct().limit(k).count();
        if (different < k) {
            throw new IllegalArgumentException(
                    "There are only " + different + " different points, which cannot be divided into " + k
                            + " clusters: choose at most " + different + ".");
        }
        List<Point> all = IntStream.range(0, rows.length)
                .mapToObj(i -> new Point(i, rows[i]))
                .toList();
        EuclideanDistance euclidean = new EuclideanDistance();
        // The clusterer cannot be interrupted itself.
        DistanceMeasure interruptible = (a, b) -> {
            Interruption.check();
            return euclidean.compute(a, b);
        };
        var once = new KMeansPlusPlusClusterer<Point>(k, MOST_ITERATIONS, interruptible, new Well19937c(seed));
        List<CentroidCluster<Point>> clusters = new MultiKMeansPlusPlusClusterer<>(once, STARTS).cluster(all);
        int[] of = new int[rows.length];
        for (int cluster = 0; cluster < clusters.size(); cluster++) {
            for (Point point : clusters.get(cluster).getPoints()) {
                of[point.place] = cluster;
            }
        }
        return new Clusters(of);
    }

    /**
     * Returns the purity: the share of points whose class is the commonest of their cluster; 1 if every cluster has one class.
     *
     * @param labels the class of each point
     * @throws IllegalArgumentException unless there are as many labels as points, none of them negative
     */
    public double purity(int[] labels) {
        long[][] counts = counts(labels);
        return Arrays.stream(counts)
                        .mapToLong(row -> Arrays.stream(row).max().orElse(0))
                        .sum()
                / (double) of.length;
    }

    /**
     * Returns the normalised mutual information of clusters and classes, 2 I / (H(clusters) + H(classes)): 0 if the clusters
     * say nothing about the classes, 1 if each determines the other. A. Strehl, J. Ghosh, "Cluster Ensembles", JMLR 3, 2002,
     * with the arithmetic mean of the entropies.
     *
     * @param labels the class of each point
     * @throws IllegalArgumentException unless there are as many labels as points, none of them negative
     */
    public double mutualInformation(int[] labels) {
        long[][] counts = counts(labels);
        long[] clusters =
                Arrays.stream(counts).mapToLong(row -> Arrays.stream(row).sum()).toArray();
        long[] classes = IntStream.range(0, counts[0].length)
                .mapToLong(label ->
                        Arrays.stream(counts).mapToLong(row -> row[label]).sum())
                .toArray();
        double joint =
                entropy(Arrays.stream(counts).flatMapToLong(Arrays::stream).toArray());
        double sum = entropy(clusters) + entropy(classes);
        return sum == 0 ? 1 : 2 * (sum - joint) / sum;
    }

    private double entropy(long[] counts) {
        double n = of.length;
        return -Arrays.stream(counts)
                .filter(count -> count > 0)
                .mapToDouble(count -> count / n * Math.log(count / n))
                .sum();
    }

    private long[][] counts(int[] labels) {
        if (labels.length != of.length) {
            throw new IllegalArgumentException(
                    "There are " + labels.length + " labels for " + of.length + " points: pass one for each.");
        }
        requireNumbers("label", labels);
        // Only numbers that occur have a place, so that a label of a million costs no more than one of 1.
        int[] clusters = Arrays.stream(of).sorted().distinct().toArray();
        int[] classes = Arrays.stream(labels).sorted().distinct().toArray();
        long[][] counts = new long[clusters.length][classes.length];
        for (int i = 0; i < of.length; i++) {
            counts[Arrays.binarySearch(clusters, of[i])][Arrays.binarySearch(classes, labels[i])]++;
        }
        return counts;
    }

    private static void requireNumbers(String what, int[] numbers) {
        if (numbers.length == 0) {
            throw new IllegalArgumentException("There are no points: pass the " + what + " of at least one.");
        }
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] < 0) {
                throw new IllegalArgumentException(
                        "The " + what + " of point " + i + " is " + numbers[i] + ": number them from 0.");
            }
        }
    }
}
