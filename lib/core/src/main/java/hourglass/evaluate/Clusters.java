package hourglass.evaluate;

import hourglass.evaluate.linalg.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.Clusterable;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.clustering.MultiKMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.Well19937c;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Groups of points, found without looking at any label, and how far they agree with classes.
 *
 * @param of the group of each point, from 0
 */
public record Clusters(int[] of) {

    private static final int MOST_STEPS = 100;
    private static final int STARTS = 10;

    private record Point(int place, double[] getPoint) implements Clusterable {}

    /**
     * Groups points by k-means, the best of ten starts chosen by k-means++ (D. Arthur, S. Vassilvitskii, "k-means++: The
     * Advantages of Careful Seeding", SODA 2007).
     *
     * @param points [n, d]
     * @param k how many groups, from 1 to n
     * @param seed for the starts
     * @throws IllegalArgumentException if k is out of range or a number is not finite
     */
    public static Clusters kMeans(INDArray points, int k, long seed) {
        Matrix matrix = Matrix.of("points", points);
        matrix.requireFinite("points");
        if (k < 1 || k > matrix.rows()) {
            throw new IllegalArgumentException(matrix.rows() + " points cannot be parted into " + k
                    + " groups: choose from 1 to " + matrix.rows() + ".");
        }
        double[][] rows = matrix.values().toDoubleMatrix();
        List<Point> all = IntStream.range(0, rows.length)
                .mapToObj(i -> new Point(i, rows[i]))
                .toList();
        var once = new KMeansPlusPlusClusterer<Point>(k, MOST_STEPS, new EuclideanDistance(), new Well19937c(seed));
        List<CentroidCluster<Point>> groups = new MultiKMeansPlusPlusClusterer<>(once, STARTS).cluster(all);
        int[] of = new int[rows.length];
        for (int group = 0; group < groups.size(); group++) {
            for (Point point : groups.get(group).getPoints()) {
                of[point.place] = group;
            }
        }
        return new Clusters(of);
    }

    /**
     * Returns the purity: the share of points whose class is the commonest of their group; 1 if every group has one class.
     *
     * @param labels the class of each point
     * @throws IllegalArgumentException unless there are as many labels as points
     */
    public double purity(int[] labels) {
        long[][] counts = counts(labels);
        return Arrays.stream(counts)
                        .mapToLong(group -> Arrays.stream(group).max().orElse(0))
                        .sum()
                / (double) of.length;
    }

    /**
     * Returns the normalised mutual information of groups and classes, 2 I / (H(groups) + H(classes)): 0 if a group says
     * nothing about a class, 1 if each says all about the other. A. Strehl, J. Ghosh, "Cluster Ensembles", JMLR 3, 2002,
     * with the arithmetic mean of the entropies.
     *
     * @param labels the class of each point
     * @throws IllegalArgumentException unless there are as many labels as points
     */
    public double mutualInformation(int[] labels) {
        long[][] counts = counts(labels);
        long[] groups =
                Arrays.stream(counts).mapToLong(row -> Arrays.stream(row).sum()).toArray();
        long[] classes = IntStream.range(0, counts[0].length)
                .mapToLong(label ->
                        Arrays.stream(counts).mapToLong(row -> row[label]).sum())
                .toArray();
        double both =
                entropy(Arrays.stream(counts).flatMapToLong(Arrays::stream).toArray());
        double apart = entropy(groups) + entropy(classes);
        return apart == 0 ? 1 : 2 * (apart - both) / apart;
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
        int groups = Arrays.stream(of).max().orElseThrow() + 1;
        int classes = Arrays.stream(labels).max().orElseThrow() + 1;
        long[][] counts = new long[groups][classes];
        for (int i = 0; i < of.length; i++) {
            counts[of[i]][labels[i]]++;
        }
        return counts;
    }
}
