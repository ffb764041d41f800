package hourglass.engine.layers;

import hourglass.engine.kernels.DenseKernel;
import hourglass.engine.kernels.FusedLoss;
import hourglass.engine.kernels.NativeMatrix;
import hourglass.engine.onednn.ChannelsLast;
import hourglass.runtime.NativeMemory;
import hourglass.runtime.ThreadLocalBuffers;
import hourglass.runtime.WorkerPool;
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
 * <p>Measured reason: see {@link hourglass.engine.kernels.SigmoidCrossEntropy} and {@link hourglass.engine.kernels.SquaredError}. Deeplearning4j's layer takes a dozen
 * passes, with copies, and computes the activation once for the gradient and once for the score.
 */
public final class AcceleratedCnnLossLayer extends CnnLossLayer {

    private static final long serialVersionUID = 1L;

    private final transient CachedScore known = new CachedScore();
    private final FusedLoss objective;

    public AcceleratedCnnLossLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        objective = FusedLoss.of(layerConf().getActivationFn(), layerConf().getLossFn());
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
        ThreadLocalBuffers scratch = ThreadLocalBuffers.own();
        int step = ThreadLocalBuffers.rowsAPiece(rows.columns());
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
        double[] losses = new double[WorkerPool.SHARED.members()];
        WorkerPool.SHARED.run(
                10 * logits.length(),
                (member, members) -> losses[member] = DenseKernel.loss(
                        objective,
                        logits.size(1),
                        z,
                        null,
                        targets,
                        WorkerPool.share(z.rows(), member, members),
                        WorkerPool.share(z.rows(), member + 1, members),
                        null));
        Reference.reachabilityFence(targets);
        return Arrays.stream(losses).sum();
    }

    private static boolean inOrder(INDArray array) {
        return array.dataType() == DataType.FLOAT && NativeMemory.inOrder(array, 3, 2, 1, 0);
    }

    /** A copy that lies in order. ND4J's own takes twenty times as long where a copy of the memory is enough. */
    private static INDArray copy(INDArray array, ArrayType type, LayerWorkspaceMgr workspaces) {
        if (!inOrder(array)) {
            return workspaces.dup(type, array, 'c');
        }
        INDArray copy = workspaces.createUninitialized(type, DataType.FLOAT, array.shape(), 'c');
        NativeMemory.copy(NativeMemory.address(array), NativeMemory.address(copy), array.length());
        return copy;
    }

    private static NativeMatrix flat(INDArray array) {
        int rows = (int) array.size(0);
        int columns = (int) (array.length() / rows);
        return new NativeMatrix(array, NativeMemory.address(array), rows, columns, columns);
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
