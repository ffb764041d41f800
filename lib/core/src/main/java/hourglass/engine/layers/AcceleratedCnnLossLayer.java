package hourglass.engine.layers;

import hourglass.engine.image.ImageLayout;
import hourglass.engine.kernels.DenseKernel;
import hourglass.engine.kernels.FusedLoss;
import hourglass.engine.kernels.NativeMatrix;
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
 * An activation and a loss over images that are computed with their gradient in one pass, from the pre-activations.
 *
 * <p>Measured reason: see {@link FusedLoss}. Deeplearning4j's layer takes a dozen passes, with copies, and computes the
 * activation once for the gradient and once for the score.
 */
public final class AcceleratedCnnLossLayer extends CnnLossLayer {

    private static final long serialVersionUID = 1L;

    private final transient CachedScore cachedScore = new CachedScore();
    private final FusedLoss loss;

    AcceleratedCnnLossLayer(NeuralNetConfiguration conf) {
        super(conf, DataType.FLOAT);
        loss = FusedLoss.of(layerConf().getActivationFn(), layerConf().getLossFn());
    }

    private boolean acceptsLabels() {
        return maskArray == null && ImageLayout.accepts(input) && labels != null && input.equalShapes(labels);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (maskArray != null || !ImageLayout.accepts(input)) {
            return super.activate(training, workspaces);
        }
        INDArray output = copy(input, ArrayType.ACTIVATIONS, workspaces);
        NativeMatrix rows = flat(output);
        int block = ThreadLocalBuffers.rowsPerBlock(rows.columns());
        float[] z = ThreadLocalBuffers.current().floats(0, block * rows.columns());
        ThreadLocalBuffers.forEachBlock(0, rows.rows(), block, (row, count) -> {
            rows.read(row, count, z);
            loss.activation().apply(z, count * rows.columns());
            rows.write(row, count, z);
        });
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        cachedScore.clear();
        if (!acceptsLabels()) {
            return super.backpropGradient(epsilon, workspaces);
        }
        INDArray inputGradient = copy(input, ArrayType.ACTIVATION_GRAD, workspaces);
        cachedScore.set(lossGradient(inputGradient, ArrayType.BP_WORKING_MEM, workspaces));
        return new Pair<>(new DefaultGradient(), inputGradient);
    }

    @Override
    public double computeScore(double regularization, boolean training, LayerWorkspaceMgr workspaces) {
        if (!acceptsLabels()) {
            return super.computeScore(regularization, training, workspaces);
        }
        ArrayType type = ArrayType.FF_WORKING_MEM;
        double sum = cachedScore.getOr(training, () -> lossGradient(copy(input, type, workspaces), type, workspaces));
        score = sum / getInputMiniBatchSize() + regularization;
        return score;
    }

    /** Replaces pre-activations, which lie in order, by their gradients, and returns the sum of their losses. */
    private double lossGradient(INDArray logits, ArrayType type, LayerWorkspaceMgr workspaces) {
        NativeMatrix targets =
                flat(isPlain(labels) ? labels : workspaces.dup(type, labels.castTo(DataType.FLOAT), 'c'));
        NativeMatrix z = flat(logits);
        double[] losses = new double[WorkerPool.SHARED.size()];
        WorkerPool.SHARED.run(
                WorkerPool.MULTIPLICATIONS_PER_ELEMENT * logits.length(),
                z.rows(),
                (part, from, to) -> losses[part] =
                        DenseKernel.lossGradient(loss, logits.size(1), z, null, targets, from, to, null));
        Reference.reachabilityFence(targets);
        return Arrays.stream(losses).sum();
    }

    private static boolean isPlain(INDArray array) {
        return array.dataType() == DataType.FLOAT && NativeMemory.inOrder(array, 3, 2, 1, 0);
    }

    /** Returns a copy that lies in order. ND4J's own takes twenty times as long where a copy of the memory is enough. */
    private static INDArray copy(INDArray array, ArrayType type, LayerWorkspaceMgr workspaces) {
        if (!isPlain(array)) {
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
        cachedScore.clear();
    }

    @Override
    public void setLabels(INDArray labels) {
        super.setLabels(labels);
        cachedScore.clear();
    }
}
