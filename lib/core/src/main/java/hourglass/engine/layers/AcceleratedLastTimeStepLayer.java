package hourglass.engine.layers;

import hourglass.layers.TeacherForcingLayer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The last step of an LSTM, whose gradient is handed on as that of one step.
 *
 * <p>Measured reason: Deeplearning4j writes it into an array of zeros for all steps, which the LSTM then adds up.
 *
 * <p>Where a mask does nothing but end sequences early, the LSTM need not know it, since what comes after the last step changes
 * nothing before it; and without a mask the engine computes the LSTM. Other masks are left to Deeplearning4j.
 */
public final class AcceleratedLastTimeStepLayer extends LastTimeStepLayer {

    private static final long serialVersionUID = 1L;

    private final transient AcceleratedLstmLayer lstm;
    // The last step of each sequence, or null if it is the last of all, or if the LSTM has the mask.
    private transient int[] lastSteps;
    private transient long steps;

    AcceleratedLastTimeStepLayer(AcceleratedLstmLayer lstm) {
        super(lstm);
        this.lstm = lstm;
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(INDArray mask, MaskState state, int minibatchSize) {
        lastSteps = mask == null ? null : ends(mask);
        if (lastSteps == null) {
            return super.feedForwardMaskArray(mask, state, minibatchSize);
        }
        lstm.setMaskArray(null);
        return new Pair<>(null, state);
    }

    @Override
    public void setMaskArray(INDArray mask) {
        lastSteps = null;
        super.setMaskArray(mask);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        return lastSteps == null
                ? super.activate(training, workspaces)
                : pulled(lstm.activate(training, workspaces), workspaces);
    }

    @Override
    public INDArray activate(INDArray input, boolean training, LayerWorkspaceMgr workspaces) {
        return lastSteps == null
                ? super.activate(input, training, workspaces)
                : pulled(lstm.activate(input, training, workspaces), workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        if (lastSteps != null) {
            INDArray all = Nd4j.create(DataType.FLOAT, new long[] {epsilon.size(0), epsilon.size(1), steps}, 'f');
            for (int i = 0; i < lastSteps.length; i++) {
                step(all, i)
                        .assign(TeacherForcingLayer.view(epsilon, 0, i, i + 1).reshape(1, epsilon.size(1), 1));
            }
            return lstm.backpropGradient(all, workspaces);
        }
        return lstm.hasForwardPass()
                ? lstm.backpropFromLastStep(epsilon, workspaces)
                : super.backpropGradient(epsilon, workspaces);
    }

    private INDArray pulled(INDArray activations, LayerWorkspaceMgr workspaces) {
        steps = activations.size(2);
        INDArray last = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {activations.size(0), activations.size(1)}, 'c');
        for (int i = 0; i < lastSteps.length; i++) {
            TeacherForcingLayer.view(last, 0, i, i + 1)
                    .assign(step(activations, i).reshape(1, activations.size(1)));
        }
        return last;
    }

    private INDArray step(INDArray array, int example) {
        INDArray sequence = TeacherForcingLayer.view(array, 0, example, example + 1);
        return TeacherForcingLayer.view(sequence, 2, lastSteps[example], lastSteps[example] + 1);
    }

    /** The last step of each sequence if a mask does nothing but end them, or null. */
    private static int[] ends(INDArray mask) {
        if (mask.rank() != 2) {
            return null;
        }
        double[][] marks = mask.castTo(DataType.DOUBLE).toDoubleMatrix();
        int[] ends = new int[marks.length];
        for (int i = 0; i < marks.length; i++) {
            int length = 0;
            while (length < marks[i].length && marks[i][length] == 1) {
                length++;
            }
            for (int step = length; step < marks[i].length; step++) {
                if (marks[i][step] != 0) {
                    return null;
                }
            }
            if (length == 0) {
                return null;
            }
            ends[i] = length - 1;
        }
        return ends;
    }
}
