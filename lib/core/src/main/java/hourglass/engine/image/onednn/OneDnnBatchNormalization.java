package hourglass.engine.image.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;

import hourglass.engine.image.BatchNormalizationKernel;
import hourglass.engine.onednn.OneDnn;
import hourglass.engine.onednn.Primitive;
import hourglass.engine.onednn.Tensor;
import hourglass.runtime.NativeMemory;
import hourglass.runtime.OmpThreads;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batch normalisation for one shape of input, which lies channels-last: forward and, when made for training, backward. */
public final class OneDnnBatchNormalization implements BatchNormalizationKernel {

    private final int channels;
    private final Tensor x;
    private final Tensor y;
    private final Tensor mean;
    private final Tensor variance;
    private final Tensor scaleAndShift;
    private final Tensor source;
    private final Tensor outputGradient;
    private final Tensor inputGradient;
    private final Tensor scaleAndShiftGradient;
    private final Primitive forward;
    private final Primitive backward;

    /**
     * Makes the primitives for one shape.
     *
     * @param shape [examples, channels, height, width] of the input
     * @param epsilon is added to each variance before its root is taken
     * @param training whether the batch's own mean and variance are used, and a backward pass follows
     */
    public OneDnnBatchNormalization(long[] shape, float epsilon, boolean training) {
        channels = (int) shape[1];
        memory.desc description = ChannelsLast.description(shape);
        int scaled = normalization_flags.use_scale_shift.value;
        batch_normalization_forward.primitive_desc forwardDescription = new batch_normalization_forward.primitive_desc(
                new batch_normalization_forward.desc(
                        training ? prop_kind.forward_training.value : prop_kind.forward_inference.value,
                        description,
                        epsilon,
                        training ? scaled : scaled | normalization_flags.use_global_stats.value),
                OneDnn.ownScratchpad(),
                OneDnn.processor());
        x = Tensor.external(description);
        y = Tensor.external(description);
        mean = Tensor.owned(forwardDescription.mean_desc());
        variance = Tensor.owned(forwardDescription.variance_desc());
        scaleAndShift = Tensor.owned(forwardDescription.weights_desc());
        forward = new Primitive(new batch_normalization_forward(forwardDescription), forwardDescription)
                .with(DNNL_ARG_SRC, x)
                .with(DNNL_ARG_DST, y)
                .with(DNNL_ARG_MEAN, mean)
                .with(DNNL_ARG_VARIANCE, variance)
                .with(DNNL_ARG_SCALE_SHIFT, scaleAndShift);
        source = Tensor.external(description);
        outputGradient = Tensor.external(description);
        inputGradient = Tensor.external(description);
        if (!training) {
            scaleAndShiftGradient = null;
            backward = null;
            return;
        }
        batch_normalization_backward.primitive_desc backwardDescription =
                new batch_normalization_backward.primitive_desc(
                        new batch_normalization_backward.desc(
                                prop_kind.backward.value, description, description, epsilon, scaled),
                        OneDnn.ownScratchpad(),
                        OneDnn.processor(),
                        forwardDescription);
        scaleAndShiftGradient = Tensor.owned(backwardDescription.diff_weights_desc());
        backward = new Primitive(new batch_normalization_backward(backwardDescription), backwardDescription)
                .with(DNNL_ARG_SRC, source)
                .with(DNNL_ARG_MEAN, mean)
                .with(DNNL_ARG_VARIANCE, variance)
                .with(DNNL_ARG_SCALE_SHIFT, scaleAndShift)
                .with(DNNL_ARG_DIFF_DST, outputGradient)
                .with(DNNL_ARG_DIFF_SRC, inputGradient)
                .with(DNNL_ARG_DIFF_SCALE_SHIFT, scaleAndShiftGradient);
    }

    /** Normalises with the batch's own mean and variance, which are kept. */
    @Override
    public void forward(INDArray input, INDArray gamma, INDArray beta, INDArray output) {
        write(scaleAndShift, 0, NativeMemory.floats(gamma));
        write(scaleAndShift, channels, NativeMemory.floats(beta));
        x.pointTo(NativeMemory.address(input));
        y.pointTo(NativeMemory.address(output));
        OmpThreads.inThisThread(forward::run);
    }

    /** Normalises with a given mean and variance. */
    @Override
    public void forward(
            INDArray input, INDArray gamma, INDArray beta, float[] mean, float[] variance, INDArray output) {
        write(this.mean, 0, mean);
        write(this.variance, 0, variance);
        forward(input, gamma, beta, output);
    }

    /** Computes the gradients of gamma, beta and the input, for the batch that was normalised last. */
    @Override
    public void backward(INDArray input, INDArray epsilon, INDArray dGamma, INDArray dBeta, INDArray dx) {
        source.pointTo(NativeMemory.address(input));
        outputGradient.pointTo(NativeMemory.address(epsilon));
        inputGradient.pointTo(NativeMemory.address(dx));
        OmpThreads.inThisThread(backward::run);
        NativeMemory.write(read(scaleAndShiftGradient, 0), dGamma);
        NativeMemory.write(read(scaleAndShiftGradient, channels), dBeta);
    }

    /** Returns the mean of each channel over the batch that was normalised last. */
    @Override
    public float[] mean() {
        return read(mean, 0);
    }

    /** Returns the variance of each channel over the batch that was normalised last, without a correction for its size. */
    @Override
    public float[] variance() {
        return read(variance, 0);
    }

    private float[] read(Tensor tensor, int offset) {
        float[] floats = new float[channels];
        new NativeMemory.At(tensor.address() + (long) Float.BYTES * offset).get(floats, 0, channels);
        return floats;
    }

    private void write(Tensor tensor, int offset, float[] floats) {
        new NativeMemory.At(tensor.address() + (long) Float.BYTES * offset).put(floats, 0, channels);
    }
}
