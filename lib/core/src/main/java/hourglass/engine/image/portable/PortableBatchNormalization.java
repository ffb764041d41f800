package hourglass.engine.image.portable;

import hourglass.engine.image.BatchNormalizationKernel;
import hourglass.runtime.NativeMemory;
import hourglass.runtime.ThreadLocalBuffers;
import hourglass.runtime.WorkerPool;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batch normalisation for one shape of input, divided among the workers by channels. */
final class PortableBatchNormalization implements BatchNormalizationKernel {

    private final int examples;
    private final int channels;
    private final int pixels;
    private final float epsilon;
    private final boolean training;
    private final float[] mean;
    private final float[] variance;
    private float[] scale;

    PortableBatchNormalization(long[] shape, float epsilon, boolean training) {
        examples = (int) shape[0];
        channels = (int) shape[1];
        pixels = (int) (shape[2] * shape[3]);
        this.epsilon = epsilon;
        this.training = training;
        mean = new float[channels];
        variance = new float[channels];
    }

    @Override
    public void forward(INDArray input, INDArray gamma, INDArray beta, INDArray output) {
        scale = NativeMemory.floats(gamma);
        float[] factors = scale;
        float[] shift = NativeMemory.floats(beta);
        long x = NativeMemory.address(input);
        long y = NativeMemory.address(output);
        forEachChannel(channel -> {
            if (training) {
                measure(x, channel);
            }
            float factor = factors[channel] * inverseDeviation(channel);
            float[] z = ThreadLocalBuffers.current().floats(0, pixels);
            for (int example = 0; example < examples; example++) {
                plane(x, example, channel).get(z, 0, pixels);
                normalize(z, pixels, mean[channel], factor, shift[channel]);
                plane(y, example, channel).put(z, 0, pixels);
            }
        });
    }

    @Override
    public void forward(
            INDArray input, INDArray gamma, INDArray beta, float[] mean, float[] variance, INDArray output) {
        System.arraycopy(mean, 0, this.mean, 0, channels);
        System.arraycopy(variance, 0, this.variance, 0, channels);
        forward(input, gamma, beta, output);
    }

    private float inverseDeviation(int channel) {
        return (float) (1 / Math.sqrt(variance[channel] + epsilon));
    }

    private static void normalize(float[] z, int n, float mean, float factor, float shift) {
        for (int i = 0; i < n; i++) {
            z[i] = (z[i] - mean) * factor + shift;
        }
    }

    // Pixel by pixel over the examples first, which the compiler makes vector code of, and then over the pixels.
    private void measure(long x, int channel) {
        ThreadLocalBuffers buffers = ThreadLocalBuffers.current();
        float[] z = buffers.floats(0, pixels);
        float[] sums = buffers.zeros(1, pixels);
        for (int example = 0; example < examples; example++) {
            plane(x, example, channel).get(z, 0, pixels);
            add(z, sums, pixels);
        }
        float m = (float) (sum(sums) / ((double) examples * pixels));
        float[] squares = buffers.zeros(1, pixels);
        for (int example = 0; example < examples; example++) {
            plane(x, example, channel).get(z, 0, pixels);
            addSquares(z, m, squares, pixels);
        }
        mean[channel] = m;
        variance[channel] = (float) (sum(squares) / ((double) examples * pixels));
    }

    private static void add(float[] z, float[] sums, int n) {
        for (int i = 0; i < n; i++) {
            sums[i] += z[i];
        }
    }

    private static void addSquares(float[] z, float mean, float[] sums, int n) {
        for (int i = 0; i < n; i++) {
            sums[i] += (z[i] - mean) * (z[i] - mean);
        }
    }

    private static void addProducts(float[] z, float[] e, float mean, float[] sums, int n) {
        for (int i = 0; i < n; i++) {
            sums[i] += (z[i] - mean) * e[i];
        }
    }

    private double sum(float[] sums) {
        double sum = 0;
        for (int i = 0; i < pixels; i++) {
            sum += sums[i];
        }
        return sum;
    }

    @Override
    public void backward(INDArray input, INDArray outputGradient, INDArray dGamma, INDArray dBeta, INDArray dx) {
        float[] scaleGradient = new float[channels];
        float[] shiftGradient = new float[channels];
        float[] factors = scale;
        long x = NativeMemory.address(input);
        long dy = NativeMemory.address(outputGradient);
        long to = NativeMemory.address(dx);
        forEachChannel(channel -> {
            ThreadLocalBuffers buffers = ThreadLocalBuffers.current();
            float[] z = buffers.floats(0, pixels);
            float[] e = buffers.floats(1, pixels);
            float[] sums = buffers.zeros(2, pixels);
            float[] products = buffers.zeros(3, pixels);
            for (int example = 0; example < examples; example++) {
                plane(x, example, channel).get(z, 0, pixels);
                plane(dy, example, channel).get(e, 0, pixels);
                add(e, sums, pixels);
                addProducts(z, e, mean[channel], products, pixels);
            }
            float inverse = inverseDeviation(channel);
            double sum = sum(sums);
            double product = sum(products);
            shiftGradient[channel] = (float) sum;
            scaleGradient[channel] = (float) (product * inverse);
            double n = (double) examples * pixels;
            float slope = (float) (product * inverse * inverse / n);
            float offset = (float) (sum / n);
            for (int example = 0; example < examples; example++) {
                plane(x, example, channel).get(z, 0, pixels);
                plane(dy, example, channel).get(e, 0, pixels);
                inputGradient(z, e, mean[channel], slope, offset, factors[channel] * inverse, pixels);
                plane(to, example, channel).put(e, 0, pixels);
            }
        });
        NativeMemory.write(scaleGradient, dGamma);
        NativeMemory.write(shiftGradient, dBeta);
    }

    private static void inputGradient(
            float[] z, float[] e, float mean, float slope, float offset, float factor, int n) {
        for (int i = 0; i < n; i++) {
            e[i] = factor * (e[i] - offset - (z[i] - mean) * slope);
        }
    }

    @Override
    public float[] mean() {
        return mean.clone();
    }

    @Override
    public float[] variance() {
        return variance.clone();
    }

    private interface ChannelTask {
        void run(int channel);
    }

    private void forEachChannel(ChannelTask task) {
        long numbers = (long) examples * channels * pixels;
        WorkerPool.SHARED.run(WorkerPool.MULTIPLICATIONS_PER_ELEMENT * numbers, channels, (part, from, to) -> {
            for (int channel = from; channel < to; channel++) {
                task.run(channel);
            }
        });
    }

    private NativeMemory.At plane(long address, int example, int channel) {
        return new NativeMemory.At(address + (long) Float.BYTES * ((long) example * channels + channel) * pixels);
    }
}
