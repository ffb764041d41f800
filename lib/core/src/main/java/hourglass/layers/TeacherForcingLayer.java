package hourglass.layers;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Appends the steps that it was given last, one step late, to its input. */
public final class TeacherForcingLayer extends AbstractLayer<NoParamLayer> {

    private static final long serialVersionUID = 1L;

    private final int features;
    private transient INDArray steps;

    TeacherForcingLayer(NeuralNetConfiguration conf, DataType type, int features) {
        super(conf, type);
        this.features = features;
    }

    /**
     * Gives those layers that are of this kind, if there are any, the steps for the next forward pass.
     *
     * @param steps [n, features, time]: the true sequence, or what the network itself put out
     */
    public static void setSteps(Layer[] layers, INDArray steps) {
        for (Layer layer : layers) {
            if (layer instanceof TeacherForcingLayer forcing) {
                forcing.steps = steps;
            }
        }
    }

    int features() {
        return features;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        long n = input.size(0);
        long width = input.size(1);
        long time = input.size(2);
        if (steps == null || !Arrays.equals(steps.shape(), new long[] {n, features(), time})) {
            throw new IllegalStateException("TeacherForcing was given steps of shape "
                    + (steps == null ? "[]" : Arrays.toString(steps.shape())) + " and needs "
                    + Arrays.toString(new long[] {n, features(), time})
                    + ": use the Autoencoder's methods, which give it the steps, and not the network's own.");
        }
        // Step after step, as the recurrent layers that follow read it.
        INDArray all = workspaces
                .createUninitialized(
                        ArrayType.ACTIVATIONS, input.dataType(), new long[] {time, n, width + features()}, 'c')
                .permute(1, 2, 0);
        view(all, 1, 0, width).assign(input);
        INDArray before = view(all, 1, width, width + features());
        view(before, 2, 0, 1).assign(0);
        if (time > 1) {
            view(before, 2, 1, time).assign(view(steps, 2, 0, time - 1));
        }
        return all;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        // The true steps are data: no gradient flows into them.
        INDArray next = workspaces.dup(ArrayType.ACTIVATION_GRAD, view(epsilon, 1, 0, input.size(1)), 'c');
        return new Pair<>(new DefaultGradient(), next);
    }

    /** A range along any dimension as a view of the same rank; see {@link hourglass.runtime.ArrayViews}. */
    public static INDArray view(INDArray array, int dimension, long from, long to) {
        long[] shape = array.shape().clone();
        shape[dimension] = to - from;
        return Nd4j.create(
                array.data(),
                shape,
                array.stride().clone(),
                array.offset() + from * array.stride(dimension),
                array.ordering());
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public void clearNoiseWeightParams() {}
}
