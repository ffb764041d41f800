package hourglass.evaluate;

import hourglass.evaluate.linalg.Matrix;
import hourglass.runtime.Interruption;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Searches a collection for the nearest neighbours of queries: pictures by their pixels or, which is the use of a code, by
 * their codes.
 *
 * <pre>{@code
 * NearestNeighbors byCode = NearestNeighbors.among(autoencoder.encode(train.pixels()));
 * NearestNeighbors.Found found = byCode.nearest(autoencoder.encode(test.pixels()), 10);
 * double precision = found.precision(test.labels(), train.labels());
 * }</pre>
 *
 * <p>Distances are Euclidean, and every member of the collection is compared: |a − b|² = |a|² − 2ab + |b|², where the
 * products ab are one matrix product for many queries. Time O(n m d), memory beyond the collection under 100 MB. The sum
 * is taken in single precision, so that distances much smaller than the spread of the collection are inexact;
 * {@link NeighborProbe} is exact and slower.
 */
public final class NearestNeighbors {

    // Products of one block, 32 MB as float32.
    private static final int PRODUCTS = 1 << 23;

    // Multiplications of one matrix product, which cannot be interrupted: a tenth of a second.
    private static final long MULTIPLICATIONS = 1L << 33;

    private final INDArray points;
    private final INDArray mean;
    private final float[] squares;

    private NearestNeighbors(INDArray points, INDArray mean, float[] squares) {
        this.points = points;
        this.mean = mean;
        this.squares = squares;
    }

    /**
     * What was found.
     *
     * @param places for each query the k nearest members' places in the collection, the nearest first
     * @param distances the Euclidean distance to each of them
     */
    public record Found(int[][] places, double[][] distances) {

        /**
         * Returns the precision at k: the share of the neighbours that have the class of their query, mean over the queries.
         *
         * @param queryLabels the class of each query
         * @param labels the class of each member of the collection
         * @throws IllegalArgumentException unless there are as many labels as queries, and one for each member found
         */
        public double precision(int[] queryLabels, int[] labels) {
            if (queryLabels.length != places.length) {
                throw new IllegalArgumentException("There are " + queryLabels.length + " labels for " + places.length
                        + " queries: pass one label for each query.");
            }
            long right = 0;
            for (int i = 0; i < places.length; i++) {
                for (int place : places[i]) {
                    if (place >= labels.length) {
                        throw new IllegalArgumentException("There are " + labels.length
                                + " labels for the collection, but its member " + place
                                + " was found: pass one label for each member.");
                    }
                    right += labels[place] == queryLabels[i] ? 1 : 0;
                }
            }
            return (double) right / places.length / places[0].length;
        }

        /** Returns the distance to the nearest, mean over the queries. */
        public double meanDistance() {
            return Arrays.stream(distances).mapToDouble(its -> its[0]).average().orElseThrow();
        }
    }

    /**
     * Prepares a collection; it keeps a copy.
     *
     * @param collection [n, …], at least one member
     * @throws IllegalArgumentException if there is none, a number is not finite, or the squares of a member's numbers add
     *     up to more than float32 holds
     */
    public static NearestNeighbors among(INDArray collection) {
        Matrix matrix = Matrix.of("collection", collection);
        // Around their mean the numbers are smaller, and so is what single precision loses.
        INDArray mean = matrix.values().mean(true, 0);
        INDArray points = matrix.values().subRowVector(mean).dup('c');
        return new NearestNeighbors(points, mean, squaredLengths("collection", points, 0));
    }

    /** The number of members. */
    public int size() {
        return squares.length;
    }

    /**
     * Finds the k nearest members of each query. Of members equally far the first in the collection comes first.
     *
     * @param queries [m, …], as many numbers each as a member
     * @param k from 1 to {@link #size()}
     * @throws IllegalArgumentException if shapes do not agree, k is out of range, a number is not finite or too large to
     *     be squared
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public Found nearest(INDArray queries, int k) {
        Matrix matrix = Matrix.of("array of queries", queries).requireColumns("queries", points.columns(), "numbers");
        if (k < 1 || k > size()) {
            throw new IllegalArgumentException(
                    "The " + k + " nearest of " + size() + " cannot be found: choose from 1 to " + size() + ".");
        }
        int m = matrix.rows();
        int[][] places = new int[m][];
        double[][] distances = new double[m][];
        long limit = Math.min(PRODUCTS, MULTIPLICATIONS / points.columns()) / size();
        int atOnce = (int) Math.max(1, Math.min(1024, limit));
        float[] products = new float[Math.min(m, atOnce) * size()];
        for (int start = 0; start < m; start += atOnce) {
            Interruption.check();
            int from = start;
            int count = Math.min(atOnce, m - from);
            INDArray block = matrix.rows(from, from + count).subRowVector(mean).dup('c');
            copy(points.mmul(block.transpose()), products, count * size());
            float[] own = squaredLengths("array of queries", block, from);
            Interruption.forEach(count, i -> choose(products, i, own[i], k, from + i, places, distances));
        }
        return new Found(places, distances);
    }

    private static float[] squaredLengths(String what, INDArray rows, int from) {
        float[] squares = rows.mul(rows).sum(1).toFloatVector();
        for (int i = 0; i < squares.length; i++) {
            // The sum of two of them must still be finite.
            if (!(squares[i] < Float.MAX_VALUE / 8)) {
                throw new IllegalArgumentException("The numbers in row " + (from + i) + " of the " + what
                        + " are too large for squares in float32: scale the data first.");
            }
        }
        return squares;
    }

    /** A product [n, m] comes column after column, so that those of one query lie together. */
    private static void copy(INDArray product, float[] into, int length) {
        INDArray columns = product.ordering() == 'f' ? product : product.dup('f');
        columns.data().asNioFloat().get(into, 0, length);
        Reference.reachabilityFence(columns);
    }

    private void choose(float[] products, int row, float own, int k, int query, int[][] places, double[][] distances) {
        int n = size();
        float[] nearest = new float[k];
        int[] theirs = new int[k];
        Arrays.fill(nearest, Float.POSITIVE_INFINITY);
        for (int i = 0; i < n; i++) {
            float distance = squares[i] - 2 * products[row * n + i];
            if (distance < nearest[k - 1]) {
                int place = k - 1;
                while (place > 0 && distance < nearest[place - 1]) {
                    nearest[place] = nearest[place - 1];
                    theirs[place] = theirs[place - 1];
                    place--;
                }
                nearest[place] = distance;
                theirs[place] = i;
            }
        }
        places[query] = theirs;
        distances[query] = IntStream.range(0, k)
                .mapToDouble(i -> Math.sqrt(Math.max(0, (double) nearest[i] + own)))
                .toArray();
    }
}
