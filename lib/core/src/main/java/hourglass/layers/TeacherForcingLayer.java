package hourglass.layers;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Appends the steps that it was last told of, one step late, to its input. */
public final class TeacherForcingLayer extends AbstractLayer<NoParamLayer> {

    private static final long serialVersionUID = 1L;

    private final int features;
    private transient INDArray told;

    TeacherForcingLayer(NeuralNetConfiguration conf, DataType type, int features) {
        super(conf, type);
        this.features = features;
    }

    /** Whether a network has such a layer, and so must be told the steps before each forward pass. */
    public static boolean in(MultiLayerNetwork network) {
        return Arrays.stream(network.getLayers()).anyMatch(TeacherForcingLayer.class::isInstance);
    }

    /**
     * Tells a network's layers of this kind, if it has any, the steps for the next forward pass.
     *
     * @param steps [n, features, time]: the truth, or what the network itself put out
     */
    public static void tell(MultiLayerNetwork network, INDArray steps) {
        for (Layer layer : network.getLayers()) {
            if (layer instanceof TeacherForcingLayer forcing) {
                forcing.told = steps;
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
        if (told == null || !Arrays.equals(told.shape(), new long[] {n, features(), time})) {
            throw new IllegalStateException("TeacherForcing was told steps of shape "
                    + (told == null ? "[]" : Arrays.toString(told.shape())) + " and needs "
                    + Arrays.toString(new long[] {n, features(), time})
                    + ": use the Autoencoder's methods, which tell it, and not the network's own.");
        }
        // Step after step, as the recurrent layers that follow want it.
        INDArray all = workspaces
                .createUninitialized(
                        ArrayType.ACTIVATIONS, input.dataType(), new long[] {time, n, width + features()}, 'c')
                .permute(1, 2, 0);
        part(all, 1, 0, width).assign(input);
        INDArray before = part(all, 1, width, width + features());
        part(before, 2, 0, 1).assign(0);
        if (time > 1) {
            part(before, 2, 1, time).assign(part(told, 2, 0, time - 1));
        }
        return all;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        // The truth is data: no gradient flows into it.
        INDArray next = workspaces.dup(ArrayType.ACTIVATION_GRAD, part(epsilon, 1, 0, input.size(1)), 'c');
        return new Pair<>(new DefaultGradient(), next);
    }

    /** A slice along any dimension as a view of the same rank; see {@link hourglass.runtime.ArrayViews}. */
    public static INDArray part(INDArray array, int dimension, long from, long to) {
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
