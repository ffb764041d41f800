package hourglass.engine.image.portable;

import hourglass.engine.image.ConvolutionGeometry;
import hourglass.engine.image.ConvolutionKernel;
import hourglass.engine.kernels.FusedActivation;
import hourglass.runtime.NativeMemory;
import hourglass.runtime.ThreadLocalBuffers;

/**
 * A transposed convolution with its activation, for one shape of input. It is made of the convolution that mirrors it, whose input
 * is the output here.
 */
final class PortableTransposedConvolution implements ConvolutionKernel {

    private final long[] outputShape;
    private final FusedActivation activation;
    private final RowConvolution mirror;
    private final ExampleBlocks blocks;

    PortableTransposedConvolution(ConvolutionGeometry mirror, FusedActivation activation) {
        this.activation = activation;
        outputShape = mirror.inputShape();
        this.mirror = new RowConvolution(mirror);
        blocks = new ExampleBlocks((int) outputShape[0], this.mirror);
    }

    @Override
    public long[] outputShape() {
        return outputShape;
    }

    @Override
    public void forward(long input, long w, long b, long output) {
        float[] weights = blocks.read(ExampleBlocks.WEIGHTS, w, mirror.weights());
        float[] bias = blocks.read(ExampleBlocks.BIAS, b, mirror.inputs());
        int size = mirror.inputSize();
        blocks.forEach((example, count) -> {
            float[] x = blocks.read(ExampleBlocks.X, input, example, count, mirror.outputSize());
            mirror.readOutput(x, count);
            float[] out = ThreadLocalBuffers.current().floats(ExampleBlocks.Y, count * size);
            mirror.inputGradient(x, count, weights, out);
            addBias(bias, out, count * size);
            activation.apply(out, count * size);
            blocks.write(out, output, example, count, size);
        });
    }

    private void addBias(float[] bias, float[] out, int n) {
        int pixels = mirror.inputSize() / mirror.inputs();
        for (int from = 0; from < n; from += pixels) {
            float b = bias[from / pixels % mirror.inputs()];
            for (int i = from; i < from + pixels; i++) {
                out[i] += b;
            }
        }
    }

    @Override
    public void backward(long input, long w, long output, long epsilon, long dw, long db, long dx) {
        float[] weights = dx == 0 ? null : blocks.read(ExampleBlocks.WEIGHTS, w, mirror.weights());
        float[] weightGradient = ThreadLocalBuffers.current().zeros(ExampleBlocks.WEIGHT_GRADIENT, mirror.weights());
        float[] biasGradient = ThreadLocalBuffers.current().zeros(ExampleBlocks.BIAS, mirror.inputs());
        blocks.forEach((example, count) -> {
            float[] delta = blocks.delta(activation, epsilon, output, example, count, mirror.inputSize());
            blocks.addChannelSums(delta, count, mirror.inputs(), mirror.inputSize(), biasGradient);
            mirror.readInput(delta, count);
            float[] x = blocks.read(ExampleBlocks.X, input, example, count, mirror.outputSize());
            mirror.readOutput(x, count);
            mirror.addWeightGradient(weightGradient);
            if (dx != 0) {
                mirror.output(weights, null, x);
                blocks.write(x, dx, example, count, mirror.outputSize());
            }
        });
        new NativeMemory.At(dw).put(weightGradient, 0, mirror.weights());
        new NativeMemory.At(db).put(biasGradient, 0, mirror.inputs());
    }
}
