package hourglass.accelerate;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.CnnLossLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/**
 * Sigmoid and cross-entropy over pictures that computes loss and gradient in one pass, from the logits.
 *
 * <p>Measured reason: see {@link SigmoidCrossEntropy}. Deeplearning4j's layer takes a dozen passes, with copies, and
 * computes the sigmoid once for the gradient and once for the score.
 */
final class CnnLossTwinLayer extends CnnLossLayer {

    private static final long serialVersionUID = 1L;

    /** The loss of the batch whose gradient was computed last, until it is asked for; NaN when there is none. */
    private transient double knownLoss = Double.NaN;

    CnnLossTwinLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    private boolean takes() {
        return maskArray == null && ChannelsLast.takes(input) && labels != null && input.equalShapes(labels);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (maskArray != null || !ChannelsLast.takes(input)) {
            return super.activate(training, workspaces);
        }
        INDArray output = workspaces.dup(ArrayType.ACTIVATIONS, input, 'c');
        Rows rows = flat(output);
        Scratch scratch = Scratch.own();
        int step = Scratch.rowsAPiece(rows.columns());
        float[] z = scratch.floats(0, step * rows.columns());
        for (int row = 0; row < rows.rows(); row += step) {
            int count = Math.min(step, rows.rows() - row);
            rows.read(row, count, z);
            Curve.SIGMOID.apply(z, count * rows.columns());
            rows.write(row, count, z);
        }
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        knownLoss = Double.NaN;
        if (!takes()) {
            return super.backpropGradient(epsilon, workspaces);
        }
        INDArray next = workspaces.dup(ArrayType.ACTIVATION_GRAD, input, 'c');
        knownLoss = crossEntropy(next, ArrayType.BP_WORKING_MEM, workspaces);
        return new Pair<>(new DefaultGradient(), next);
    }

    @Override
    public double computeScore(double regularization, boolean training, LayerWorkspaceMgr workspaces) {
        if (!takes()) {
            return super.computeScore(regularization, training, workspaces);
        }
        double loss = training && !Double.isNaN(knownLoss)
                ? knownLoss
                : crossEntropy(
                        workspaces.dup(ArrayType.FF_WORKING_MEM, input, 'c'), ArrayType.FF_WORKING_MEM, workspaces);
        knownLoss = Double.NaN;
        score = loss / getInputMiniBatchSize() + regularization;
        return score;
    }

    /** Replaces logits, which lie in order, by their gradients, and returns the sum of their losses. */
    private double crossEntropy(INDArray logits, ArrayType type, LayerWorkspaceMgr workspaces) {
        boolean inOrder = labels.dataType() == DataType.FLOAT && Shape.hasDefaultStridesForShape(labels);
        INDArray targets = inOrder ? labels : workspaces.dup(type, labels.castTo(DataType.FLOAT), 'c');
        Rows z = flat(logits);
        return Dense.crossEntropy(z, null, flat(targets), 0, z.rows(), null);
    }

    private static Rows flat(INDArray array) {
        int rows = (int) array.size(0);
        int columns = (int) (array.length() / rows);
        return new Rows(array, Rows.address(array), rows, columns, columns);
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(input, workspaces);
        knownLoss = Double.NaN;
    }

    @Override
    public void setLabels(INDArray labels) {
        super.setLabels(labels);
        knownLoss = Double.NaN;
    }
}
