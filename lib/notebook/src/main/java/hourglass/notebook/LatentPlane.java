package hourglass.notebook;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The square part of the latent plane that an explorer shows. It is a square so that a distance has the same length on the
 * screen in both directions.
 *
 * @param x the least first number of a code
 * @param y the least second number
 * @param span the length of a side
 */
record LatentPlane(double x, double y, double span) {
    private static final double MARGIN = 0.04;
    private static final int LARGEST = 0xFFFF;

    /** Returns the smallest square that holds the codes [n, 2], with a margin on each side. */
    static LatentPlane around(INDArray codes) {
        double[] low = codes.min(0).toDoubleVector();
        double[] high = codes.max(0).toDoubleVector();
        double span = Math.max(high[0] - low[0], high[1] - low[1]) * (1 + 2 * MARGIN);
        if (!(span > 0)) {
            span = 1; // All codes are the same point.
        }
        return new LatentPlane((low[0] + high[0] - span) / 2, (low[1] + high[1] - span) / 2, span);
    }

    /** Returns codes [side · side, 2] that cover the square evenly, its edges included; side is at least 2. */
    INDArray grid(int side) {
        float[][] codes = new float[side * side][2];
        for (int i = 0; i < codes.length; i++) {
            codes[i][0] = (float) (x + span * (i % side) / (side - 1));
            codes[i][1] = (float) (y + span * (i / side) / (side - 1));
        }
        return Nd4j.createFromArray(codes);
    }

    /** Writes each code as two numbers of 16 bits, its place in the square, and its class as a third. */
    void write(INDArray codes, int[] labels, BitWriter writer) {
        double[][] points = codes.toDoubleMatrix();
        for (int i = 0; i < points.length; i++) {
            writer.add(place(points[i][0] - x), 16);
            writer.add(place(points[i][1] - y), 16);
            writer.add(labels[i], 16);
        }
    }

    private int place(double distance) {
        return (int) Math.round(Math.max(0, Math.min(1, distance / span)) * LARGEST);
    }
}
