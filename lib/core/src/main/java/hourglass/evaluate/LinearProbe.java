package hourglass.evaluate;

import hourglass.evaluate.linalg.Covariance;
import hourglass.evaluate.linalg.Eigen;
import hourglass.evaluate.linalg.Matrix;
import hourglass.runtime.Interruption;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Tells how well classes can be separated by planes in a space of features, such as codes: the accuracy of a linear
 * classifier, as a number for "better separation".
 *
 * <p>The classifier is ridge regression to one-hot labels in closed form: features are standardised on the training
 * set, the penalty is 10⁻³ of their unit variance, and the class with the largest output wins. It has no random start
 * and no learning rate, so that two sets of features are compared on equal terms; softmax regression, which takes
 * minutes instead of a second, often comes out a few points higher.
 */
public final class LinearProbe {

    private static final double RIDGE = 1e-3;

    private LinearProbe() {}

    /**
     * Fits the classifier on one set and returns its accuracy on another.
     *
     * @param trainX features [n, d] to fit on
     * @param trainLabels their n classes, 0 or greater, at least two different ones
     * @param testX features [m, d] to judge on
     * @param testLabels their m classes
     * @return the share of the m examples whose class is found, from 0 to 1
     * @throws IllegalArgumentException if shapes do not agree, there are more than {@value Eigen#MOST} features, a label
     *     is negative, there is only one class to learn, or a number is not finite
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static double accuracy(INDArray trainX, int[] trainLabels, INDArray testX, int[] testLabels) {
        Objects.requireNonNull(trainLabels, "There are no labels of the training examples.");
        Objects.requireNonNull(testLabels, "There are no labels of the test examples.");
        Matrix train = Matrix.of("array of training features", trainX);
        Matrix test =
                Matrix.of("array of test features", testX).requireColumns("test features", train.columns(), "numbers");
        Labels labels = Labels.of(train, trainLabels, test, testLabels);

        Covariance covariance = Covariance.of(train);
        double[] deviations = deviations(covariance);
        INDArray scale = Nd4j.createFromArray(new double[][] {deviations});
        INDArray correlation = covariance.matrix().divRowVector(scale).diviColumnVector(scale.transpose());
        INDArray towardsClasses = Nd4j.zeros(DataType.DOUBLE, train.columns(), labels.classes());
        INDArray shares = Nd4j.zeros(DataType.DOUBLE, 1, labels.classes());
        for (int from = 0; from < train.rows(); from += train.blockRows()) {
            INDArray features = standardised(train, from, covariance.mean(), scale);
            INDArray oneHot = labels.oneHot(from, (int) features.size(0));
            towardsClasses.addi(features.transpose().mmul(oneHot));
            shares.addi(oneHot.sum(true, 0));
        }
        towardsClasses.divi(Math.max(1, train.rows() - 1));
        shares.divi(train.rows());

        Eigen eigen = Eigen.of(correlation);
        INDArray inverse = eigen.values().add(RIDGE).rdivi(1).reshape(train.columns(), 1);
        INDArray weights = eigen.vectors()
                .mmul(eigen.vectors().transpose().mmul(towardsClasses).muliColumnVector(inverse));

        int right = 0;
        for (int from = 0; from < test.rows(); from += test.blockRows()) {
            INDArray outputs = standardised(test, from, covariance.mean(), scale)
                    .mmul(weights)
                    .addiRowVector(shares);
            int[] found = outputs.argMax(1).toIntVector();
            for (int i = 0; i < found.length; i++) {
                right += found[i] == labels.test()[from + i] ? 1 : 0;
            }
        }
        return (double) right / test.rows();
    }

    /**
     * A feature that never changes says nothing: its deviation counts as 1, which leaves it at 0. Rounding may give it a
     * tiny deviation, far below the step from one float32 number of its size to the next.
     */
    private static double[] deviations(Covariance covariance) {
        double[] deviations = new double[covariance.matrix().rows()];
        for (int i = 0; i < deviations.length; i++) {
            double deviation = Math.sqrt(covariance.matrix().getDouble(i, i));
            double least = 1e-9 * Math.abs(covariance.mean().getDouble(0, i));
            deviations[i] = deviation > least ? deviation : 1;
        }
        return deviations;
    }

    private static INDArray standardised(Matrix features, int from, INDArray mean, INDArray scale) {
        Interruption.check();
        return features.rows(from, Math.min(features.rows(), from + features.blockRows()))
                .castTo(DataType.DOUBLE)
                .subiRowVector(mean)
                .diviRowVector(scale);
    }
}
