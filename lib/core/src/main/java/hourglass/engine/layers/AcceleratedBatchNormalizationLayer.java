package hourglass.engine.layers;

import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.BETA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GAMMA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_LOG_STD;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_MEAN;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_VAR;

import hourglass.engine.image.BatchNormalizationKernel;
import hourglass.engine.image.ImageLayout;
import hourglass.engine.image.KernelCache;
import hourglass.runtime.NativeMemory;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalisation of images, computed by one of the {@link Kernels}.
 *
 * <p>Measured reason: Deeplearning4j's layer makes some fifteen passes over the batch, among them copies and broadcasts;
 * two such layers take longer than all convolutions of the network. Here it is one kernel each way.
 *
 * <p>As in Deeplearning4j, the mean and the variance (or the logarithm of its root) that encoding uses are parameters whose
 * "gradient" is what the updater subtracts from them, so that they are saved and averaged with the others.
 */
public final class AcceleratedBatchNormalizationLayer extends BatchNormalization {

    private static final long serialVersionUID = 1L;

    private final transient KernelCache<BatchNormalizationKernel> kernels = new KernelCache<>();
    private transient BatchNormalizationKernel forwardPass;
    private transient INDArray x;

    AcceleratedBatchNormalizationLayer(NeuralNetConfiguration conf) {
        super(conf, DataType.FLOAT);
    }

    @Override
    public INDArray preOutput(INDArray input, TrainingMode mode, LayerWorkspaceMgr workspaces) {
        forgetForwardPass();
        if (!ImageLayout.accepts(input) || input.size(1) != layerConf().getNOut()) {
            return super.preOutput(input, mode, workspaces);
        }
        boolean training = mode == TrainingMode.TRAIN;
        long[] shape = input.shape();
        BatchNormalizationKernel kernel = kernels.get(
                shape,
                training,
                () -> Kernels.IMAGES.batchNormalization(
                        shape, (float) layerConf().getEps(), training));
        INDArray from =
                Kernels.LAYOUT.of(input, training ? ArrayType.ACTIVATIONS : ArrayType.FF_WORKING_MEM, workspaces);
        INDArray output = Kernels.LAYOUT.create(ArrayType.ACTIVATIONS, workspaces, shape);
        if (training) {
            kernel.forward(from, params.get(GAMMA), params.get(BETA), output);
            forwardPass = kernel;
            x = from;
        } else {
            kernel.forward(
                    from,
                    params.get(GAMMA),
                    params.get(BETA),
                    NativeMemory.floats(params.get(GLOBAL_MEAN)),
                    variance(),
                    output);
        }
        return output;
    }

    private float[] variance() {
        if (!layerConf().isUseLogStd()) {
            return NativeMemory.floats(params.get(GLOBAL_VAR));
        }
        float[] variance = NativeMemory.floats(params.get(GLOBAL_LOG_STD));
        for (int i = 0; i < variance.length; i++) {
            variance[i] = (float) Math.pow(10, 2.0 * variance[i]);
        }
        return variance;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        if (forwardPass == null) {
            return super.backpropGradient(epsilon, workspaces);
        }
        INDArray inputGradient = Kernels.LAYOUT.create(ArrayType.ACTIVATION_GRAD, workspaces, x.shape());
        Gradient gradient = new DefaultGradient();
        forwardPass.backward(
                x,
                Kernels.LAYOUT.of(epsilon, ArrayType.BP_WORKING_MEM, workspaces),
                gradientViews.get(GAMMA),
                gradientViews.get(BETA),
                inputGradient);
        put(gradient, GAMMA);
        put(gradient, BETA);

        float rate = (float) (1 - layerConf().getDecay());
        NativeMemory.write(
                movingAverageUpdate(NativeMemory.floats(params.get(GLOBAL_MEAN)), forwardPass.mean(), rate),
                gradientViews.get(GLOBAL_MEAN));
        put(gradient, GLOBAL_MEAN);
        if (layerConf().isUseLogStd()) {
            NativeMemory.write(
                    movingLogarithmUpdate(NativeMemory.floats(params.get(GLOBAL_LOG_STD)), forwardPass.variance()),
                    gradientViews.get(GLOBAL_LOG_STD));
            put(gradient, GLOBAL_LOG_STD);
        } else {
            NativeMemory.write(
                    movingAverageUpdate(NativeMemory.floats(params.get(GLOBAL_VAR)), forwardPass.variance(), rate),
                    gradientViews.get(GLOBAL_VAR));
            put(gradient, GLOBAL_VAR);
        }
        forgetForwardPass();
        return new Pair<>(gradient, inputGradient);
    }

    private void put(Gradient gradient, String name) {
        gradient.setGradientFor(name, gradientViews.get(name));
    }

    private static float[] movingAverageUpdate(float[] known, float[] batch, float rate) {
        for (int i = 0; i < known.length; i++) {
            known[i] = rate * (known[i] - batch[i]);
        }
        return known;
    }

    private float[] movingLogarithmUpdate(float[] logarithm, float[] batch) {
        double decay = layerConf().getDecay();
        for (int i = 0; i < logarithm.length; i++) {
            double before = Math.pow(10, 2.0 * logarithm[i]);
            double after = decay * before + (1 - decay) * batch[i];
            logarithm[i] = (float) (0.5 * Math.log10(before / after));
        }
        return logarithm;
    }

    private void forgetForwardPass() {
        forwardPass = null;
        x = null;
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(input, workspaces);
        forgetForwardPass();
    }

    @Override
    public void clear() {
        super.clear();
        forgetForwardPass();
    }
}
