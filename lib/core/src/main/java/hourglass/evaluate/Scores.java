package hourglass.evaluate;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Anomaly scores that are as many as the examples, and finite. */
final class Scores {
    private Scores() {}

    /** Scores examples [n, …], into an array that nobody else holds. */
    static double[] of(AnomalyScore score, INDArray examples) {
        double[] scores = score.of(examples);
        if (scores == null || scores.length != examples.size(0)) {
            throw new IllegalArgumentException("The anomaly score returned "
                    + (scores == null ? "null" : scores.length + " numbers") + " for " + examples.size(0)
                    + " examples: let it return one number for each.");
        }
        return requireFinite(scores).clone();
    }

    static double[] requireFinite(double[] scores) {
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i])) {
                throw new IllegalArgumentException("The score of example " + i + " is " + scores[i]
                        + ": if it comes from a network, its training has diverged, so train again with a lower learning"
                        + " rate.");
            }
        }
        return scores;
    }

    static boolean[] above(double[] scores, double threshold) {
        boolean[] above = new boolean[scores.length];
        for (int i = 0; i < above.length; i++) {
            above[i] = scores[i] > threshold;
        }
        return above;
    }
}
