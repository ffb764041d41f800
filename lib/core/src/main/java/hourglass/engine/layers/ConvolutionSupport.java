package hourglass.engine.layers;

import static org.deeplearning4j.nn.params.ConvolutionParamInitializer.BIAS_KEY;
import static org.deeplearning4j.nn.params.ConvolutionParamInitializer.WEIGHT_KEY;

import hourglass.engine.kernels.ConvolutionKernel;
import hourglass.engine.onednn.BatchPartition;
import hourglass.engine.onednn.ChannelsLast;
import hourglass.engine.onednn.PrimitiveCache;
import hourglass.runtime.NativeMemory;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the twins of convolution and transposed convolution have in common: plans by shape, and the activation kept. */
final class ConvolutionSupport {

    private final LayerPosition position;
    private final long outputs;
    private final Predicate<long[]> takesShape;
    private final Function<long[], ConvolutionKernel> maker;
    private final PrimitiveCache<BatchPartition<ConvolutionKernel>> plans = new PrimitiveCache<>();

    private INDArray x;
    private INDArray y;
    private INDArray noBias;
    private INDArray noBiasGradient;

    /**
     * @param outputs how many channels come out
     * @param takesShape whether an input of this shape is a valid one
     * @param maker makes the plan for an input of this shape
     */
    ConvolutionSupport(
            LayerPosition position,
            long outputs,
            Predicate<long[]> takesShape,
            Function<long[], ConvolutionKernel> maker) {
        this.position = position;
        this.outputs = outputs;
        this.takesShape = takesShape;
        this.maker = maker;
    }

    /** Whether the input is one that a plan can be made for; if not, Deeplearning4j has the words for it. */
    boolean takes(INDArray input) {
        return ChannelsLast.takes(input) && takesShape.test(input.shape());
    }

    boolean hasActivation() {
        return y != null;
    }

    void forget() {
        x = null;
        y = null;
    }

    INDArray forward(INDArray input, Map<String, INDArray> params, boolean training, LayerWorkspaceMgr workspaces) {
        BatchPartition<ConvolutionKernel> slices = slices(input);
        INDArray from = ChannelsLast.of(input, training ? ArrayType.ACTIVATIONS : ArrayType.FF_WORKING_MEM, workspaces);
        long[] shape = slices.first().outputShape().clone();
        shape[0] = input.size(0);
        INDArray to = ChannelsLast.create(ArrayType.ACTIVATIONS, workspaces, shape);
        long w = NativeMemory.address(params.get(WEIGHT_KEY));
        long b = NativeMemory.address(bias(params));
        slices.run((plan, slice, first) ->
                plan.forward(ChannelsLast.picture(from, first), w, b, ChannelsLast.picture(to, first)));
        if (training) {
            x = from;
            y = position.overwritten() ? ChannelsLast.copy(to, workspaces) : to;
        } else {
            forget();
        }
        return to;
    }

    Pair<Gradient, INDArray> backward(
            INDArray epsilon,
            Map<String, INDArray> params,
            Map<String, INDArray> gradientViews,
            LayerWorkspaceMgr workspaces) {
        INDArray weightGradient = gradientViews.get(WEIGHT_KEY);
        INDArray biasGradient = gradientViews.get(BIAS_KEY);
        INDArray next = position.first() ? null : ChannelsLast.create(ArrayType.ACTIVATION_GRAD, workspaces, x.shape());
        INDArray behind = ChannelsLast.of(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
        BatchPartition<ConvolutionKernel> slices = slices(x);
        long w = NativeMemory.address(params.get(WEIGHT_KEY));
        Shares weightShares = new Shares(weightGradient, slices.count(), workspaces);
        Shares biasShares =
                new Shares(biasGradient == null ? noBiasGradient : biasGradient, slices.count(), workspaces);
        slices.run((plan, slice, first) -> plan.backward(
                ChannelsLast.picture(x, first),
                w,
                ChannelsLast.picture(y, first),
                ChannelsLast.picture(behind, first),
                weightShares.address(slice),
                biasShares.address(slice),
                next == null ? 0 : ChannelsLast.picture(next, first)));
        weightShares.add();
        biasShares.add();
        forget();
        Gradient gradient = new DefaultGradient();
        if (biasGradient != null) {
            gradient.setGradientFor(BIAS_KEY, biasGradient);
        }
        gradient.setGradientFor(WEIGHT_KEY, weightGradient, 'c');
        return new Pair<>(gradient, next);
    }

    /** A gradient that each slice computes its share of. */
    private static final class Shares {
        private final INDArray sum;
        private final INDArray[] others;

        Shares(INDArray sum, int slices, LayerWorkspaceMgr workspaces) {
            this.sum = sum;
            others = new INDArray[slices - 1];
            for (int i = 0; i < others.length; i++) {
                others[i] = workspaces.createUninitialized(
                        ArrayType.BP_WORKING_MEM, DataType.FLOAT, new long[] {sum.length()}, 'c');
            }
        }

        long address(int slice) {
            return NativeMemory.address(slice == 0 ? sum : others[slice - 1]);
        }

        void add() {
            if (others.length == 0) {
                return;
            }
            float[] total = NativeMemory.floats(sum);
            for (INDArray other : others) {
                float[] share = NativeMemory.floats(other);
                for (int i = 0; i < total.length; i++) {
                    total[i] += share[i];
                }
            }
            NativeMemory.write(total, sum);
        }
    }

    private BatchPartition<ConvolutionKernel> slices(INDArray input) {
        long[] shape = input.shape();
        return plans.of(shape, true, () -> {
            // Nine is what a window of 3 by 3 sees of each channel.
            long multiplications = input.length() * outputs * 9;
            return new BatchPartition<>(shape[0], multiplications, pictures -> {
                long[] slice = shape.clone();
                slice[0] = pictures;
                return maker.apply(slice);
            });
        });
    }

    private INDArray bias(Map<String, INDArray> params) {
        INDArray bias = params.get(BIAS_KEY);
        if (bias != null) {
            return bias;
        }
        if (noBias == null) {
            try (var outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                noBias = Nd4j.zeros(DataType.FLOAT, outputs);
                noBiasGradient = Nd4j.zeros(DataType.FLOAT, outputs);
            }
        }
        return noBias;
    }
}
