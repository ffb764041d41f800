package hourglass.evaluate;

import hourglass.evaluate.linalg.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The classes of a probe's examples, numbered without gaps, so that a label of a million costs no more than one of 1.
 *
 * @param classes how many classes the training examples have
 * @param training from 0 to {@code classes} − 1, in the order of the labels
 * @param test the same, or −1 for a class that no training example has
 */
record Labels(int classes, int[] training, int[] test) {

    static Labels of(Matrix train, int[] trainLabels, Matrix test, int[] testLabels) {
        requireLabels("training", train, trainLabels);
        requireLabels("test", test, testLabels);
        int[] classes = Arrays.stream(trainLabels).sorted().distinct().toArray();
        if (classes.length < 2) {
            throw new IllegalArgumentException("All training labels are " + classes[0]
                    + ", so that there is nothing to tell apart: pass examples of at least two classes.");
        }
        return new Labels(classes.length, numbered(trainLabels, classes), numbered(testLabels, classes));
    }

    /** Returns the classes of some training examples, float64 [rows, classes], 1 for the example's own class. */
    INDArray oneHot(int from, int rows) {
        double[][] oneHot = new double[rows][classes];
        for (int i = 0; i < rows; i++) {
            oneHot[i][training[from + i]] = 1;
        }
        return Nd4j.createFromArray(oneHot);
    }

    private static int[] numbered(int[] labels, int[] classes) {
        return IntStream.of(labels)
                .map(label -> Math.max(-1, Arrays.binarySearch(classes, label)))
                .toArray();
    }

    private static void requireLabels(String what, Matrix features, int[] labels) {
        if (labels.length != features.rows()) {
            throw new IllegalArgumentException("There are " + labels.length + " " + what + " labels for "
                    + features.rows() + " rows of features: pass one label for each row.");
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                throw new IllegalArgumentException(
                        "The " + what + " label of row " + i + " is " + labels[i] + ": classes are numbered from 0.");
            }
        }
    }
}
