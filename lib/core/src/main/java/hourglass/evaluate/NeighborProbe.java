package hourglass.evaluate;

import hourglass.evaluate.linalg.Matrix;
import hourglass.runtime.Interruption;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Measures how well classes are separated in a space of features, such as codes, by the accuracy of a k-nearest-neighbour
 * classifier: unlike {@link LinearProbe} it sees clusters that no plane separates, which are common in two dimensions.
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
     * @param trainLabels their n classes, 0 or greater, at least two different ones
     * @param testX features [m, d] of the points to judge on
     * @param testLabels their m classes
     * @param k how many vote, from 1 to n
     * @return the share of the m points whose class is found, from 0 to 1
     * @throws IllegalArgumentException if shapes do not agree, k is out of range, a label is negative, there is only one class
     *     to learn, or a number is not finite
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static double accuracy(INDArray trainX, int[] trainLabels, INDArray testX, int[] testLabels, int k) {
        Objects.requireNonNull(trainLabels, "There are no labels of the training examples.");
        Objects.requireNonNull(testLabels, "There are no labels of the test examples.");
        Matrix train = Matrix.of("array of training features", trainX);
        Matrix test =
                Matrix.of("array of test features", testX).requireColumns("test features", train.columns(), "numbers");
        Labels labels = Labels.of(train, trainLabels, test, testLabels);
        if (k < 1 || k > train.rows()) {
            throw new IllegalArgumentException(
                    k + " neighbours cannot vote: choose from 1 to " + train.rows() + ", the number of points.");
        }
        float[][] voters = train.toArrays();
        float[][] judged = test.toArrays();
        LongAdder right = new LongAdder();
        Interruption.forEach(judged.length, i -> {
            if (vote(voters, labels, judged[i], k) == labels.test()[i]) {
                right.increment();
            }
        });
        return right.doubleValue() / judged.length;
    }

    private static int vote(float[][] voters, Labels labels, float[] point, int k) {
        double[] nearest = new double[k];
        int[] classes = new int[k];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int i = 0; i < voters.length; i++) {
            double distance = 0;
            for (int j = 0; j < point.length && distance < nearest[k - 1]; j++) {
                double difference = (double) voters[i][j] - point[j];
                distance += difference * difference;
            }
            int place = k;
            while (place > 0 && distance < nearest[place - 1]) {
                place--;
            }
            if (place < k) {
                System.arraycopy(nearest, place, nearest, place + 1, k - 1 - place);
                System.arraycopy(classes, place, classes, place + 1, k - 1 - place);
                nearest[place] = distance;
                classes[place] = labels.training()[i];
            }
        }
        int[] votes = new int[labels.classes()];
        for (int each : classes) {
            votes[each]++;
        }
        return IntStream.range(0, votes.length).reduce(0, (best, next) -> votes[next] > votes[best] ? next : best);
    }
}
