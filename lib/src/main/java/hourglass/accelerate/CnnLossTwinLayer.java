package hourglass.accelerate;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.CnnLossLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An activation and a loss over pictures that are computed with their gradient in one pass, from the pre-activations.
 *
 * <p>Measured reason: see {@link SigmoidCrossEntropy} and {@link SquaredError}. Deeplearning4j's layer takes a dozen
 * passes, with copies, and computes the activation once for the gradient and once for the score.
 */
final class CnnLossTwinLayer extends CnnLossLayer {

    private static final long serialVersionUID = 1L;

    private final transient KnownLoss known = new KnownLoss();
    private final Objective objective;

    CnnLossTwinLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        objective = Objective.of(layerConf().getActivationFn(), layerConf().getLossFn());
    }

    private boolean takes() {
        return maskArray == null && ChannelsLast.takes(input) && labels != null && input.equalShapes(labels);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (maskArray != null || !ChannelsLast.takes(input)) {
            return super.activate(training, workspaces);
        }
        INDArray output = copy(input, ArrayType.ACTIVATIONS, workspaces);
        NativeMatrix rows = flat(output);
        Scratch scratch = Scratch.own();
        int step = Scratch.rowsAPiece(rows.columns());
        float[] z = scratch.floats(0, step * rows.columns());
        for (int row = 0; row < rows.rows(); row += step) {
            int count = Math.min(step, rows.rows() - row);
            rows.read(row, count, z);
            objective.curve().apply(z, count * rows.columns());
            rows.write(row, count, z);
        }
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        known.forget();
        if (!takes()) {
            return super.backpropGradient(epsilon, workspaces);
        }
        INDArray next = copy(input, ArrayType.ACTIVATION_GRAD, workspaces);
        known.keep(loss(next, ArrayType.BP_WORKING_MEM, workspaces));
        return new Pair<>(new DefaultGradient(), next);
    }

    @Override
    public double computeScore(double regularization, boolean training, LayerWorkspaceMgr workspaces) {
        if (!takes()) {
            return super.computeScore(regularization, training, workspaces);
        }
        double loss = known.take(
                training,
                () -> loss(copy(input, ArrayType.FF_WORKING_MEM, workspaces), ArrayType.FF_WORKING_MEM, workspaces));
        score = loss / getInputMiniBatchSize() + regularization;
        return score;
    }

    /** Replaces pre-activations, which lie in order, by their gradients, and returns the sum of their losses. */
    private double loss(INDArray logits, ArrayType type, LayerWorkspaceMgr workspaces) {
        NativeMatrix targets =
                flat(inOrder(labels) ? labels : workspaces.dup(type, labels.castTo(DataType.FLOAT), 'c'));
        NativeMatrix z = flat(logits);
        double[] losses = new double[Team.SHARED.members()];
        Team.SHARED.run(
                10 * logits.length(),
                (member, members) -> losses[member] = Dense.loss(
                        objective,
                        logits.size(1),
                        z,
                        null,
                        targets,
                        Team.share(z.rows(), member, members),
                        Team.share(z.rows(), member + 1, members),
                        null));
        Reference.reachabilityFence(targets);
        return Arrays.stream(losses).sum();
    }

    private static boolean inOrder(INDArray array) {
        return array.dataType() == DataType.FLOAT && ChannelsLast.inOrder(array, 3, 2, 1, 0);
    }

    /** A copy that lies in order. ND4J's own takes twenty times as long where a copy of the memory is enough. */
    private static INDArray copy(INDArray array, ArrayType type, LayerWorkspaceMgr workspaces) {
        if (!inOrder(array)) {
            return workspaces.dup(type, array, 'c');
        }
        INDArray copy = workspaces.createUninitialized(type, DataType.FLOAT, array.shape(), 'c');
        Memory.copy(Memory.address(array), Memory.address(copy), array.length());
        return copy;
    }

    private static NativeMatrix flat(INDArray array) {
        int rows = (int) array.size(0);
        int columns = (int) (array.length() / rows);
        return new NativeMatrix(array, Memory.address(array), rows, columns, columns);
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(input, workspaces);
        known.forget();
    }

    @Override
    public void setLabels(INDArray labels) {
        super.setLabels(labels);
        known.forget();
    }
}
