package hourglass.engine.layers;

import static org.deeplearning4j.nn.params.LSTMParamInitializer.BIAS_KEY;
import static org.deeplearning4j.nn.params.LSTMParamInitializer.INPUT_WEIGHT_KEY;
import static org.deeplearning4j.nn.params.LSTMParamInitializer.RECURRENT_WEIGHT_KEY;

import hourglass.engine.kernels.LstmKernel;
import hourglass.engine.kernels.NativeMatrix;
import hourglass.engine.kernels.TimeMajor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An LSTM that multiplies all steps by its input weights at once, and computes all gates of a step in one pass.
 *
 * <p>Measured reason: an epoch of the LSTM network of lib/PERFORMANCE.md takes 62 s with Deeplearning4j's layers and 1.3 s with
 * these. Deeplearning4j's loop makes some thirty small native calls for each step, forward and again in the backward pass.
 *
 * <p>It keeps what an {@link LstmKernel} has computed until the backward pass. Masks, stored states and truncated
 * back-propagation are left to Deeplearning4j.
 */
public final class AcceleratedLstmLayer extends LSTM {

    private static final long serialVersionUID = 1L;

    private final LayerPosition position;
    private transient LstmKernel forwardPass;

    AcceleratedLstmLayer(NeuralNetConfiguration conf, LayerPosition position) {
        super(conf, DataType.FLOAT);
        this.position = position;
    }

    /** Whether the forward pass whose gradients come next was computed here. */
    boolean hasForwardPass() {
        return forwardPass != null && maskArray == null;
    }

    @Override
    public INDArray activate(INDArray input, boolean training, LayerWorkspaceMgr workspaces) {
        setInput(input, workspaces);
        return activate(training, workspaces);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        forwardPass = null;
        INDArray weights = params.get(INPUT_WEIGHT_KEY);
        if (maskArray != null || input == null || input.rank() != 3 || input.size(1) != weights.size(0)) {
            return super.activate(training, workspaces);
        }
        LstmKernel forward = new LstmKernel(
                weights, params.get(RECURRENT_WEIGHT_KEY), params.get(BIAS_KEY), input, training, workspaces);
        boolean copies = training && position.overwritten();
        INDArray activation = forward.activate(workspaces);
        forwardPass = training ? forward : null;
        // In the order of Deeplearning4j's own LSTM, in which dropout draws its random numbers.
        return copies ? workspaces.dup(ArrayType.ACTIVATIONS, activation, 'f') : activation;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        if (!hasForwardPass()) {
            return super.backpropGradient(epsilon, workspaces);
        }
        return backprop(TimeMajor.rows(epsilon, ArrayType.BP_WORKING_MEM, workspaces), workspaces);
    }

    /** Returns the gradients when only the last step's output is used, from its gradient [examples, units]. */
    Pair<Gradient, INDArray> backpropFromLastStep(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        return backprop(NativeMatrix.of(epsilon, ArrayType.BP_WORKING_MEM, workspaces), workspaces);
    }

    private Pair<Gradient, INDArray> backprop(NativeMatrix epsilon, LayerWorkspaceMgr workspaces) {
        INDArray inputGradient = forwardPass.gradients(
                epsilon,
                gradientViews.get(INPUT_WEIGHT_KEY),
                gradientViews.get(RECURRENT_WEIGHT_KEY),
                gradientViews.get(BIAS_KEY),
                !position.first(),
                workspaces);
        forwardPass = null;
        Gradient gradient = new DefaultGradient();
        gradient.gradientForVariable().put(INPUT_WEIGHT_KEY, gradientViews.get(INPUT_WEIGHT_KEY));
        gradient.gradientForVariable().put(RECURRENT_WEIGHT_KEY, gradientViews.get(RECURRENT_WEIGHT_KEY));
        gradient.gradientForVariable().put(BIAS_KEY, gradientViews.get(BIAS_KEY));
        return new Pair<>(gradient, inputGradient);
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(input, workspaces);
        forwardPass = null;
    }

    @Override
    public void clear() {
        super.clear();
        forwardPass = null;
    }
}
