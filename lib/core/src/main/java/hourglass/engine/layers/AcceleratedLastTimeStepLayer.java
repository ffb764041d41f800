package hourglass.engine.layers;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The last step of an LSTM, whose gradient is handed on as that of one step.
 *
 * <p>Measured reason: Deeplearning4j writes it into an array of zeros for all steps, which the LSTM then adds up.
 */
public final class AcceleratedLastTimeStepLayer extends LastTimeStepLayer {

    private static final long serialVersionUID = 1L;

    private final transient AcceleratedLstmLayer lstm;

    AcceleratedLastTimeStepLayer(AcceleratedLstmLayer lstm) {
        super(lstm);
        this.lstm = lstm;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        return lstm.hasForwardPass()
                ? lstm.backpropFromLastStep(epsilon, workspaces)
                : super.backpropGradient(epsilon, workspaces);
    }
}
