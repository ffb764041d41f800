package hourglass.evaluate;

import hourglass.evaluate.linalg.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Tells how well classes keep apart in a space of features, such as codes, by the k nearest neighbours: unlike
 * {@link LinearProbe} it sees clusters that no plane cuts off, as they often lie in two dimensions.
 *
 * <p>Distances are Euclidean and features are taken as they are, so that a feature with large numbers counts more. All
 * pairs are compared: time O(n m d).
 */
public final class NeighborProbe {

    private NeighborProbe() {}

    /**
     * Lets the k nearest training points vote on the class of each test point and returns the share that is right. Of
     * classes with equally many votes the lowest number wins.
     *
     * @param trainX features [n, d] of the points that vote
     * @param trainLabels their n classes, 0 or greater
     * @param testX features [m, d] of the points to judge on
     * @param testLabels their m classes
     * @param k how many vote, from 1 to n
     * @return the share of the m points whose class is found, from 0 to 1
     * @throws IllegalArgumentException if shapes do not agree, k is out of range, a label is negative or a number is not
     *     finite
     */
    public static double accuracy(INDArray trainX, int[] trainLabels, INDArray testX, int[] testLabels, int k) {
        Matrix train = Matrix.of("training features", trainX);
        Matrix test = Matrix.of("test features", testX).requireColumns("test features", train.columns(), "numbers");
        LinearProbe.requireLabels("training", train, trainLabels);
        LinearProbe.requireLabels("test", test, testLabels);
        if (k < 1 || k > train.rows()) {
            throw new IllegalArgumentException(
                    k + " neighbours cannot vote: choose from 1 to " + train.rows() + ", the number of points.");
        }
        train.requireFinite("training features");
        test.requireFinite("test features");
        int classes = Arrays.stream(trainLabels).max().orElseThrow() + 1;
        float[] voters = all(train);
        float[] judged = all(test);
        long right = IntStream.range(0, test.rows())
                .parallel()
                .filter(i -> vote(voters, trainLabels, classes, judged, i, train.columns(), k) == testLabels[i])
                .count();
        return (double) right / test.rows();
    }

    private static float[] all(Matrix matrix) {
        float[] all = new float[matrix.rows() * matrix.columns()];
        for (int from = 0; from < matrix.rows(); from += Matrix.BLOCK) {
            float[] block = matrix.block(from);
            System.arraycopy(block, 0, all, from * matrix.columns(), block.length);
        }
        return all;
    }

    private static int vote(float[] voters, int[] labels, int classes, float[] judged, int point, int d, int k) {
        double[] nearest = new double[k];
        int[] theirs = new int[k];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int i = 0; i < labels.length; i++) {
            double distance = 0;
            for (int j = 0; j < d && distance < nearest[k - 1]; j++) {
                double difference = (double) voters[i * d + j] - judged[point * d + j];
                distance += difference * difference;
            }
            int place = k;
            while (place > 0 && distance < nearest[place - 1]) {
                place--;
            }
            if (place < k) {
                System.arraycopy(nearest, place, nearest, place + 1, k - 1 - place);
                System.arraycopy(theirs, place, theirs, place + 1, k - 1 - place);
                nearest[place] = distance;
                theirs[place] = labels[i];
            }
        }
        int[] votes = new int[classes];
        for (int label : theirs) {
            votes[label]++;
        }
        return IntStream.range(0, classes).reduce(0, (best, next) -> votes[next] > votes[best] ? next : best);
    }
}
