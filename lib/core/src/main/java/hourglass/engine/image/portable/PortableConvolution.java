package hourglass.engine.image.portable;

import hourglass.engine.image.ConvolutionGeometry;
import hourglass.engine.image.ConvolutionKernel;
import hourglass.engine.kernels.FusedActivation;
import hourglass.runtime.NativeMemory;
import hourglass.runtime.ThreadLocalBuffers;

/** A convolution with its activation, for one shape of input. */
final class PortableConvolution implements ConvolutionKernel {

    private final long[] outputShape;
    private final FusedActivation activation;
    private final RowConvolution rows;
    private final ExampleBlocks blocks;

    PortableConvolution(ConvolutionGeometry geometry, FusedActivation activation) {
        this.activation = activation;
        outputShape = geometry.outputShape();
        rows = new RowConvolution(geometry);
        blocks = new ExampleBlocks((int) outputShape[0], rows);
    }

    @Override
    public long[] outputShape() {
        return outputShape;
    }

    @Override
    public void forward(long input, long w, long b, long output) {
        float[] weights = blocks.read(ExampleBlocks.WEIGHTS, w, rows.weights());
        float[] bias = blocks.read(ExampleBlocks.BIAS, b, rows.outputs());
        blocks.forEach((example, count) -> {
            rows.readInput(blocks.read(ExampleBlocks.X, input, example, count, rows.inputSize()), count);
            float[] out = ThreadLocalBuffers.current().floats(ExampleBlocks.Y, count * rows.outputSize());
            rows.output(weights, bias, out);
            activation.apply(out, count * rows.outputSize());
            blocks.write(out, output, example, count, rows.outputSize());
        });
    }

    @Override
    public void backward(long input, long w, long output, long epsilon, long dw, long db, long dx) {
        float[] weights = dx == 0 ? null : blocks.read(ExampleBlocks.WEIGHTS, w, rows.weights());
        float[] weightGradient = ThreadLocalBuffers.current().zeros(ExampleBlocks.WEIGHT_GRADIENT, rows.weights());
        float[] biasGradient = ThreadLocalBuffers.current().zeros(ExampleBlocks.BIAS, rows.outputs());
        blocks.forEach((example, count) -> {
            float[] delta = blocks.delta(activation, epsilon, output, example, count, rows.outputSize());
            blocks.addChannelSums(delta, count, rows.outputs(), rows.outputSize(), biasGradient);
            rows.readOutput(delta, count);
            float[] x = blocks.read(ExampleBlocks.X, input, example, count, rows.inputSize());
            rows.readInput(x, count);
            rows.addWeightGradient(weightGradient);
            if (dx != 0) {
                rows.inputGradient(delta, count, weights, x);
                blocks.write(x, dx, example, count, rows.inputSize());
            }
        });
        new NativeMemory.At(dw).put(weightGradient, 0, rows.weights());
        new NativeMemory.At(db).put(biasGradient, 0, rows.outputs());
    }
}
