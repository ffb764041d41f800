package hourglass.engine.optimizer;

import hourglass.runtime.NativeMemory;
import hourglass.runtime.ThreadLocalBuffers;
import hourglass.runtime.WorkerPool;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Adam (Kingma and Ba, 2015, in the form at the end of their section 2) over Java arrays, split over a {@link WorkerPool}.
 *
 * <p>Measured reason: ND4J's native operation takes about five nanoseconds for each parameter, one after the other: 2 ms a
 * step for the 400,000 parameters of a 784-256-2 network, whose products take no longer.
 */
final class FusedAdamUpdater extends AdamUpdater {

    private static final int BLOCK = ThreadLocalBuffers.BLOCK;

    // Added and taken away again, it rounds to multiples of 2⁻¹¹³, about 10⁻³⁴, and changes no number above 2⁻⁶⁶ at
    // all. The
    // weights of a pixel that is always black have no gradient, so their means shrink by a tenth with each step; after
    // some 800
    // steps they, or their product with the learning rate, would have less than a float's full precision, and a
    // processor
    // takes about a hundred times as long for such numbers.
    private static final float FLUSH = 0x1p-90f;

    private float gradientScale = 1;
    private long parameterOffset;

    FusedAdamUpdater(Adam config) {
        super(config);
    }

    /**
     * Makes the updates that follow divide their gradients by the number of examples, and take the step themselves.
     *
     * @param distance how many bytes behind a gradient its parameter lies; 0 leaves the step to the caller
     */
    void divideAndStep(int examples, long distance) {
        gradientScale = 1f / examples;
        parameterOffset = distance;
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        INDArray m = getM();
        INDArray v = getV();
        if (m == null || v == null || !isContiguous(gradient) || !isContiguous(m) || !isContiguous(v)) {
            if (parameterOffset != 0) {
                throw new IllegalStateException(
                        "The optimiser's arrays have gaps in memory, so the engine cannot take the step: turn it off with"
                                + " HOURGLASS_ACCELERATE=off.");
            }
            super.applyUpdater(gradient, iteration, epoch);
            return;
        }
        long address = NativeMemory.address(gradient);
        long parameters = parameterOffset == 0 ? 0 : address + parameterOffset;
        update(new long[] {address}, parameters, gradientScale, iteration, epoch);
    }

    /** Takes the step of its parameters; see {@link FusedUpdater#step(long[], int, int, int)}. */
    void step(long[] gradients, long parameters, int examples, int iteration, int epoch) {
        update(gradients, parameters, 1f / examples, iteration, epoch);
    }

    private void update(long[] gradients, long parameters, float scale, int iteration, int epoch) {
        Pass pass = pass(scale, iteration, epoch);
        int length = (int) getM().length();
        WorkerPool.SHARED.run(
                (long) WorkerPool.MULTIPLICATIONS_PER_ELEMENT * length,
                length,
                (part, from, to) -> pass.run(gradients, parameters, from, to));
    }

    /**
     * Prepares an update of all parameters.
     *
     * @param scale what the gradients are multiplied by
     */
    private Pass pass(float scale, int iteration, int epoch) {
        Adam settings = getConfig();
        double rate = settings.getLearningRate(iteration, epoch)
                * Math.sqrt(1 - Math.pow(settings.getBeta2(), iteration + 1))
                / (1 - Math.pow(settings.getBeta1(), iteration + 1));
        return new Pass(
                NativeMemory.address(getM()),
                NativeMemory.address(getV()),
                (float) settings.getBeta1(),
                (float) (1 - settings.getBeta1()) * scale,
                (float) settings.getBeta2(),
                (float) (1 - settings.getBeta2()) * scale * scale,
                (float) rate,
                (float) settings.getEpsilon());
    }

    /** One update, of which several threads may compute different parts. */
    private record Pass(
            long means,
            long squares,
            float keepMean,
            float takeMean,
            float keepSquare,
            float takeSquare,
            float rate,
            float epsilon) {

        /**
         * Updates the parameters from (inclusive) to (exclusive), in the calling thread.
         *
         * @param gradients the addresses of several gradients of all parameters, which are added up
         * @param parameters the address of all parameters; 0 if the updates shall take the place of the first gradients instead of
         *     being subtracted
         */
        void run(long[] gradients, long parameters, int from, int to) {
            ThreadLocalBuffers buffers = ThreadLocalBuffers.current();
            float[] g = buffers.floats(0, BLOCK);
            float[] other = buffers.floats(1, BLOCK);
            float[] mean = buffers.floats(2, BLOCK);
            for (int start = from; start < to; start += BLOCK) {
                int n = Math.min(BLOCK, to - start);
                at(gradients[0], start).get(g, 0, n);
                for (int i = 1; i < gradients.length; i++) {
                    at(gradients[i], start).get(other, 0, n);
                    add(g, other, n);
                }
                NativeMemory.At m = at(means, start);
                m.get(mean, 0, n);
                average(mean, g, keepMean, takeMean, n);
                m.put(mean, 0, n);
                NativeMemory.At v = at(squares, start);
                v.get(other, 0, n);
                averageSquares(other, g, keepSquare, takeSquare, n);
                v.put(other, 0, n);
                step(mean, other, g, rate, epsilon, n);
                if (parameters == 0) {
                    at(gradients[0], start).put(g, 0, n);
                } else {
                    NativeMemory.At p = at(parameters, start);
                    p.get(other, 0, n);
                    subtract(other, g, n);
                    p.put(other, 0, n);
                }
            }
        }

        private static NativeMemory.At at(long address, int number) {
            return new NativeMemory.At(address + (long) Float.BYTES * number);
        }
    }

    private static void add(float[] sum, float[] other, int n) {
        for (int i = 0; i < n; i++) {
            sum[i] += other[i];
        }
    }

    private static void subtract(float[] p, float[] update, int n) {
        for (int i = 0; i < n; i++) {
            p[i] -= update[i];
        }
    }

    static boolean isContiguous(INDArray array) {
        return array.rank() == 1 && (array.length() == 1 || array.stride(0) == 1) && array.dataType() == DataType.FLOAT;
    }

    private static void average(float[] mean, float[] g, float keep, float take, int n) {
        for (int i = 0; i < n; i++) {
            mean[i] = keep * mean[i] + take * g[i] + FLUSH - FLUSH;
        }
    }

    private static void averageSquares(float[] square, float[] g, float keep, float take, int n) {
        for (int i = 0; i < n; i++) {
            square[i] = keep * square[i] + take * g[i] * g[i] + FLUSH - FLUSH;
        }
    }

    private static void step(float[] mean, float[] square, float[] g, float rate, float epsilon, int n) {
        for (int i = 0; i < n; i++) {
            g[i] = rate * (mean[i] / ((float) Math.sqrt(square[i]) + epsilon));
        }
    }
}
