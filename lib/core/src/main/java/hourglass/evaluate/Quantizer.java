package hourglass.evaluate;

import hourglass.evaluate.linalg.Matrix;
import hourglass.runtime.Interruption;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rounds codes to a few levels, so that they can be stored in bits: equal steps in each number of the code, from its least
 * to its greatest value on the training codes. What lies beyond becomes the outermost level.
 *
 * <pre>{@code
 * Quantizer six = Quantizer.fit(autoencoder.encode(train.pixels()), 6);
 * byte[][] levels = six.levels(codes);       // [n][numbers], to be stored
 * INDArray rounded = six.codes(levels);      // to be decoded
 * }</pre>
 */
public final class Quantizer {

    private final int bits;
    private final float[] low;
    private final float[] step;

    private Quantizer(int bits, float[] low, float[] step) {
        this.bits = bits;
        this.low = low;
        this.step = step;
    }

    /**
     * Takes the range of each number from training codes.
     *
     * @param trainingCodes [n, numbers]
     * @param bits for each number, from 1 to 8
     * @throws IllegalArgumentException if the bits are out of range, a number is not finite, or a range is wider than
     *     float32 holds
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static Quantizer fit(INDArray trainingCodes, int bits) {
        if (bits < 1 || bits > 8) {
            throw new IllegalArgumentException(
                    "A number cannot be rounded to " + bits + " bits here: choose from 1 to 8.");
        }
        Matrix matrix = Matrix.of("array of training codes", trainingCodes);
        float[] low = matrix.values().min(0).toFloatVector();
        float[] step = matrix.values().max(0).toFloatVector();
        for (int j = 0; j < step.length; j++) {
            float range = step[j] - low[j];
            if (Float.isInfinite(range)) {
                throw new IllegalArgumentException("The training codes go from " + low[j] + " to " + step[j]
                        + " in column " + j + ", a range that float32 cannot hold: scale them first.");
            }
            step[j] = range / ((1 << bits) - 1);
        }
        return new Quantizer(bits, low, step);
    }

    /** The bits for each number. */
    public int bits() {
        return bits;
    }

    /** The bytes for each code when every number is stored with all its bits. */
    public double bytesPerCode() {
        return bits * low.length / 8.0;
    }

    /**
     * Rounds codes.
     *
     * @param codes [n, numbers]
     * @return [n][numbers] the levels from 0 to 2^bits − 1, as unsigned bytes
     * @throws IllegalArgumentException if the codes have another length or a number is not finite
     */
    public byte[][] levels(INDArray codes) {
        float[][] values = Matrix.of("array of codes", codes)
                .requireColumns("codes", low.length, "numbers")
                .toArrays();
        byte[][] levels = new byte[values.length][low.length];
        int last = (1 << bits) - 1;
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < low.length; j++) {
                long level = step[j] == 0 ? 0 : Math.round((double) (values[i][j] - low[j]) / step[j]);
                levels[i][j] = (byte) Math.max(0, Math.min(last, level));
            }
        }
        return levels;
    }

    /**
     * Returns the codes for which levels stand.
     *
     * @param levels [n][numbers] from 0 to 2^bits − 1, as unsigned bytes
     * @return float32 [n, numbers]
     * @throws IllegalArgumentException if there are none, they have another length, or one is out of its range
     */
    public INDArray codes(byte[][] levels) {
        int last = (1 << bits) - 1;
        if (requireEqualLengths(levels) != low.length) {
            throw new IllegalArgumentException("The levels have " + levels[0].length + " numbers each, but "
                    + low.length + " are expected: pass an array [n][" + low.length + "].");
        }
        float[][] codes = new float[levels.length][low.length];
        for (int i = 0; i < codes.length; i++) {
            for (int j = 0; j < low.length; j++) {
                int level = levels[i][j] & 0xFF;
                if (level > last) {
                    throw new IllegalArgumentException("The level in row " + i + ", column " + j + " is " + level
                            + ", but " + bits + " bits reach only to " + last
                            + ": pass levels that a quantizer of " + bits + " bits made.");
                }
                codes[i][j] = low[j] + level * step[j];
            }
        }
        return Nd4j.createFromArray(codes);
    }

    /**
     * Returns the least bytes per code that an entropy coder can reach which treats the numbers one by one: the Shannon
     * entropy of each number's levels, added up over the numbers. C. E. Shannon, "A Mathematical Theory of Communication",
     * 1948.
     *
     * @param levels [n][numbers], at least one code
     * @throws IllegalArgumentException if there is none, or their lengths differ
     */
    public static double entropyBytesPerCode(byte[][] levels) {
        int numbers = requireEqualLengths(levels);
        double sum = 0;
        for (int j = 0; j < numbers; j++) {
            int[] counts = new int[256];
            for (byte[] code : levels) {
                counts[code[j] & 0xFF]++;
            }
            double n = levels.length;
            sum -= Arrays.stream(counts)
                    .filter(count -> count > 0)
                    .mapToDouble(count -> count / n * Math.log(count / n) / Math.log(2))
                    .sum();
        }
        return sum / 8;
    }

    /**
     * Returns the bytes for each code that the JDK's Huffman coder needs, its tables counted. It gets all codes' first
     * numbers, then all second ones and so on, each number as a stream of its own.
     *
     * @param levels [n][numbers], at least one code
     * @throws IllegalArgumentException if there is none, or their lengths differ
     */
    public static double huffmanBytesPerCode(byte[][] levels) {
        int numbers = requireEqualLengths(levels);
        long bytes = 0;
        byte[] column = new byte[levels.length];
        byte[] sink = new byte[1 << 16];
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setStrategy(Deflater.HUFFMAN_ONLY);
        try {
            for (int j = 0; j < numbers; j++) {
                Interruption.check();
                for (int i = 0; i < levels.length; i++) {
                    column[i] = levels[i][j];
                }
                deflater.reset();
                deflater.setInput(column);
                deflater.finish();
                while (!deflater.finished()) {
                    deflater.deflate(sink);
                }
                bytes += deflater.getBytesWritten();
            }
        } finally {
            deflater.end();
        }
        return bytes / (double) levels.length;
    }

    private static int requireEqualLengths(byte[][] levels) {
        if (levels == null || levels.length == 0 || levels[0].length == 0) {
            throw new IllegalArgumentException("There are no levels: pass at least one code as [n][numbers].");
        }
        for (int i = 1; i < levels.length; i++) {
            if (levels[i].length != levels[0].length) {
                throw new IllegalArgumentException("Row " + i + " has " + levels[i].length
                        + " levels, but the first row has " + levels[0].length + ": give all codes the same length.");
            }
        }
        return levels[0].length;
    }
}
