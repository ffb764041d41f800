package hourglass.engine.layers;

import static org.deeplearning4j.nn.params.ConvolutionParamInitializer.BIAS_KEY;
import static org.deeplearning4j.nn.params.ConvolutionParamInitializer.WEIGHT_KEY;

import hourglass.engine.image.BatchPartition;
import hourglass.engine.image.ConvolutionGeometry;
import hourglass.engine.image.ConvolutionKernel;
import hourglass.engine.image.ImageLayout;
import hourglass.engine.image.KernelCache;
import hourglass.runtime.NativeMemory;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the accelerated layers of convolution and transposed convolution have in common: kernels by shape, and the forward
 * pass that is kept for the backward one.
 */
final class ConvolutionSupport {

    private final LayerPosition position;
    private final Predicate<long[]> acceptsShape;
    private final Function<long[], ConvolutionGeometry> geometryOf;
    private final Function<ConvolutionGeometry, ConvolutionKernel> kernelOf;
    private final KernelCache<BatchPartition<ConvolutionKernel>> kernels = new KernelCache<>();

    private INDArray x;
    private INDArray y;
    private INDArray zeroBias;
    private INDArray unusedBiasGradient;

    /**
     * @param position what the layer has to know of its neighbours
     * @param acceptsShape whether an input of this shape is a valid one
     * @param geometryOf the geometry for an input of this shape
     * @param kernelOf makes the kernel for a geometry
     */
    ConvolutionSupport(
            LayerPosition position,
            Predicate<long[]> acceptsShape,
            Function<long[], ConvolutionGeometry> geometryOf,
            Function<ConvolutionGeometry, ConvolutionKernel> kernelOf) {
        this.position = position;
        this.acceptsShape = acceptsShape;
        this.geometryOf = geometryOf;
        this.kernelOf = kernelOf;
    }

    /**
     * Begins a forward pass, and returns whether it is computed here; if not, Deeplearning4j's own layer computes it, or
     * explains the error.
     *
     * @param mask which examples count, or null
     */
    boolean accepts(INDArray input, INDArray mask) {
        forgetForwardPass();
        return mask == null && ImageLayout.accepts(input) && acceptsShape.test(input.shape());
    }

    boolean hasForwardPass() {
        return y != null;
    }

    void forgetForwardPass() {
        x = null;
        y = null;
    }

    INDArray forward(INDArray input, Map<String, INDArray> params, boolean training, LayerWorkspaceMgr workspaces) {
        BatchPartition<ConvolutionKernel> partition = partition(input);
        INDArray from =
                Kernels.LAYOUT.of(input, training ? ArrayType.ACTIVATIONS : ArrayType.FF_WORKING_MEM, workspaces);
        long[] shape = partition.first().outputShape().clone();
        shape[0] = input.size(0);
        INDArray output = Kernels.LAYOUT.create(ArrayType.ACTIVATIONS, workspaces, shape);
        long w = NativeMemory.address(params.get(WEIGHT_KEY));
        long b = NativeMemory.address(bias(params, shape[1]));
        partition.run((kernel, part, example) ->
                kernel.forward(ImageLayout.address(from, example), w, b, ImageLayout.address(output, example)));
        if (training) {
            x = from;
            y = position.overwritten() ? Kernels.LAYOUT.copy(output, workspaces) : output;
        }
        return output;
    }

    /**
     * Computes the gradients of weights, bias and input.
     *
     * @param beforeInput what becomes of the gradient of the input, if there is one
     */
    Pair<Gradient, INDArray> backward(
            INDArray epsilon,
            Map<String, INDArray> params,
            Map<String, INDArray> gradientViews,
            UnaryOperator<INDArray> beforeInput,
            LayerWorkspaceMgr workspaces) {
        INDArray weightGradient = gradientViews.get(WEIGHT_KEY);
        INDArray biasGradient = gradientViews.get(BIAS_KEY);
        INDArray dx = position.first() ? null : Kernels.LAYOUT.create(ArrayType.ACTIVATION_GRAD, workspaces, x.shape());
        INDArray dy = Kernels.LAYOUT.of(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
        BatchPartition<ConvolutionKernel> partition = partition(x);
        long w = NativeMemory.address(params.get(WEIGHT_KEY));
        PartialGradients weights = new PartialGradients(weightGradient, partition.size(), workspaces);
        PartialGradients biases = new PartialGradients(
                biasGradient == null ? unusedBiasGradient : biasGradient, partition.size(), workspaces);
        partition.run((kernel, part, example) -> kernel.backward(
                ImageLayout.address(x, example),
                w,
                ImageLayout.address(y, example),
                ImageLayout.address(dy, example),
                weights.address(part),
                biases.address(part),
                dx == null ? 0 : ImageLayout.address(dx, example)));
        weights.addUp();
        biases.addUp();
        forgetForwardPass();
        Gradient gradient = new DefaultGradient();
        if (biasGradient != null) {
            gradient.setGradientFor(BIAS_KEY, biasGradient);
        }
        gradient.setGradientFor(WEIGHT_KEY, weightGradient, 'c');
        return new Pair<>(gradient, dx == null ? null : beforeInput.apply(dx));
    }

    /** A gradient that is the sum of those of the batch's parts: the first is written to its place, the others beside it. */
    private static final class PartialGradients {
        private final INDArray sum;
        private final INDArray[] others;

        PartialGradients(INDArray sum, int parts, LayerWorkspaceMgr workspaces) {
            this.sum = sum;
            others = new INDArray[parts - 1];
            for (int i = 0; i < others.length; i++) {
                others[i] = workspaces.createUninitialized(
                        ArrayType.BP_WORKING_MEM, DataType.FLOAT, new long[] {sum.length()}, 'c');
            }
        }

        long address(int part) {
            return NativeMemory.address(part == 0 ? sum : others[part - 1]);
        }

        void addUp() {
            if (others.length == 0) {
                return;
            }
            float[] total = NativeMemory.floats(sum);
            for (INDArray other : others) {
                float[] partial = NativeMemory.floats(other);
                for (int i = 0; i < total.length; i++) {
                    total[i] += partial[i];
                }
            }
            NativeMemory.write(total, sum);
        }
    }

    private BatchPartition<ConvolutionKernel> partition(INDArray input) {
        long[] shape = input.shape();
        return kernels.get(
                shape,
                true,
                () -> BatchPartition.ofImages(
                        shape,
                        geometryOf.apply(shape).multiplications(),
                        part -> kernelOf.apply(geometryOf.apply(part))));
    }

    private INDArray bias(Map<String, INDArray> params, long outputs) {
        INDArray bias = params.get(BIAS_KEY);
        if (bias != null) {
            return bias;
        }
        if (zeroBias == null) {
            try (var outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                zeroBias = Nd4j.zeros(DataType.FLOAT, outputs);
                unusedBiasGradient = Nd4j.zeros(DataType.FLOAT, outputs);
            }
        }
        return zeroBias;
    }
}
