package hourglass.evaluate;

import hourglass.evaluate.linalg.Matrix;
import hourglass.runtime.Interruption;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
 * products ab are one matrix product in single precision for many queries. Of a few more members than are asked for, those that
 * come first by this sum less all that rounding can add to it, the distances are then computed one by one in double precision.
 * Where the others could still be nearer, as among many members that are alike, this is done with all. Time O(n m d), memory
 * beyond the collection under 100 MB.
 */
public final class NearestNeighbors {

    // Products of one block, 32 MB as float32.
    private static final int PRODUCTS = 1 << 23;

    // Multiplications of one matrix product, which cannot be interrupted: a tenth of a second.
    private static final long MULTIPLICATIONS = 1L << 33;

    // Members whose distances are computed one by one, beyond those that are asked for.
    private static final int SPARE = 32;

    // Rows whose median is taken: enough that a few members far from the others do not move it.
    private static final int SAMPLE = 101;

    // The unit roundoff of float32.
    private static final double ROUNDING = 0x1p-24;

    private final Matrix members;
    private final INDArray centre;
    private final float[] squares;
    private final double[] lengths;

    private NearestNeighbors(Matrix members, INDArray centre, float[] squares) {
        this.members = members;
        this.centre = centre;
        this.squares = squares;
        lengths = IntStream.range(0, squares.length)
                .mapToDouble(i -> Math.sqrt(squares[i]))
                .toArray();
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
        // Around their middle the numbers are smaller, and so is what single precision loses. Their mean is no such
        // middle
        // where one member is far from the others.
        INDArray centre = median(matrix);
        INDArray points = matrix.values().subRowVector(centre).dup('c');
        return new NearestNeighbors(
                new Matrix(points, matrix.rows(), matrix.columns()), centre, squaredLengths("collection", points, 0));
    }

    /** The median of each column, over some rows from the first to the last. */
    private static INDArray median(Matrix matrix) {
        int count = Math.min(SAMPLE, matrix.rows());
        float[][] columns = new float[matrix.columns()][count];
        for (int i = 0; i < count; i++) {
            int row = (int) ((long) i * (matrix.rows() - 1) / Math.max(1, count - 1));
            float[] values = matrix.block(row, row + 1);
            for (int column = 0; column < columns.length; column++) {
                columns[column][i] = values[column];
            }
        }
        float[] median = new float[columns.length];
        for (int column = 0; column < columns.length; column++) {
            Arrays.sort(columns[column]);
            median[column] = columns[column][count / 2];
        }
        return Nd4j.createFromArray(new float[][] {median});
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
        Matrix matrix = Matrix.of("array of queries", queries).requireColumns("queries", members.columns(), "numbers");
        if (k < 1 || k > size()) {
            throw new IllegalArgumentException(
                    "The " + k + " nearest of " + size() + " cannot be found: choose from 1 to " + size() + ".");
        }
        int m = matrix.rows();
        int[][] places = new int[m][];
        double[][] distances = new double[m][];
        long limit = Math.min(PRODUCTS, MULTIPLICATIONS / members.columns()) / size();
        int atOnce = (int) Math.max(1, Math.min(1024, limit));
        float[] products = new float[Math.min(m, atOnce) * size()];
        for (int start = 0; start < m; start += atOnce) {
            Interruption.check();
            int from = start;
            int count = Math.min(atOnce, m - from);
            INDArray block =
                    matrix.rows(from, from + count).subRowVector(centre).dup('c');
            copy(members.values().mmul(block.transpose()), products, count * size());
            float[] own = squaredLengths("array of queries", block, from);
            float[] numbers = block.data().asFloat();
            int width = members.columns();
            Interruption.forEach(count, i -> {
                Search search =
                        new Search(products, i, own[i], k, Arrays.copyOfRange(numbers, i * width, (i + 1) * width));
                places[from + i] = search.places();
                distances[from + i] = search.distances();
            });
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

    /** The search for the neighbours of one query. */
    private final class Search {
        private final float[] query;
        private final int k;
        private int[] places;
        private double[] distances;

        Search(float[] products, int row, float own, int k, float[] query) {
            this.query = query;
            this.k = k;
            int n = size();
            int count = (int) Math.min(n, (long) k + SPARE);
            double[] bounds = new double[count];
            int[] candidates = new int[count];
            Arrays.fill(bounds, Double.POSITIVE_INFINITY);
            // |a|² + |b|² − 2ab − unit (|a| + |b|)², where unit (|a| + |b|)² is the most that rounding makes of the
            // product and
            // of both squares: N. Higham, "Accuracy and Stability of Numerical Algorithms", 2002, section 3.1.
            double unit = (query.length + 4) * ROUNDING;
            double rest = 1 - unit;
            double byLength = 2 * unit * Math.sqrt(own);
            int first = row * n;
            for (int i = 0; i < n; i++) {
                double bound = rest * ((double) own + squares[i]) - 2.0 * products[first + i] - byLength * lengths[i];
                if (bound < bounds[count - 1]) {
                    insert(bound, i, bounds, candidates);
                }
            }
            begin();
            float[] member = new float[query.length];
            FloatPointer all = new FloatPointer(members.values().data().pointer());
            for (int candidate : candidates) {
                all.position((long) candidate * member.length).get(member, 0, member.length);
                add(candidate, member, 0);
            }
            Reference.reachabilityFence(members); // The pointer does not keep the memory alive.
            double others = count == n ? Double.POSITIVE_INFINITY : bounds[count - 1];
            if (!(distances[k - 1] < others)) {
                begin();
                members.forEachBlock((from, block) -> {
                    for (int at = 0; at < block.length; at += query.length) {
                        add(from + at / query.length, block, at);
                    }
                });
            }
        }

        private void begin() {
            places = new int[k];
            distances = new double[k];
            Arrays.fill(distances, Double.POSITIVE_INFINITY);
            Arrays.fill(places, Integer.MAX_VALUE);
        }

        private void add(int place, float[] rows, int from) {
            double sum = 0;
            for (int j = 0; j < query.length; j++) {
                double difference = (double) query[j] - rows[from + j];
                sum += difference * difference;
            }
            int last = k - 1;
            if (sum < distances[last] || sum == distances[last] && place < places[last]) {
                insert(sum, place, distances, places);
            }
        }

        /** Puts a value in its place; among equal ones the first member of the collection comes first. */
        private static void insert(double value, int place, double[] values, int[] places) {
            int at = values.length - 1;
            while (at > 0 && (value < values[at - 1] || value == values[at - 1] && place < places[at - 1])) {
                values[at] = values[at - 1];
                places[at] = places[at - 1];
                at--;
            }
            values[at] = value;
            places[at] = place;
        }

        int[] places() {
            return places;
        }

        double[] distances() {
            return Arrays.stream(distances).map(Math::sqrt).toArray();
        }
    }
}
