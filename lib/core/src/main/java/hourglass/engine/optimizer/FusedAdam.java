package hourglass.engine.optimizer;

import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** The settings of Adam, computed by {@link FusedAdamUpdater}, with its state in the same place. */
public final class FusedAdam extends Adam {

    private static final long serialVersionUID = 1L;

    private FusedAdam(Adam adam) {
        super(adam.getLearningRate(), adam.getBeta1(), adam.getBeta2(), adam.getEpsilon());
        setLearningRateSchedule(adam.getLearningRateSchedule());
    }

    /**
     * Replaces Deeplearning4j's Adam by this one in a layer's settings, and in those of the layer whose last step they take.
     */
    public static void replaceIn(Layer layer) {
        if (layer instanceof BaseLayer settings) {
            settings.setIUpdater(fused(settings.getIUpdater()));
            settings.setBiasUpdater(fused(settings.getBiasUpdater()));
        } else if (layer instanceof LastTimeStep last) {
            // A clone of the wrapper shares the layer inside with the original.
            last.setUnderlying(last.getUnderlying().clone());
            replaceIn(last.getUnderlying());
        }
    }

    private static IUpdater fused(IUpdater updater) {
        return updater != null && updater.getClass() == Adam.class ? new FusedAdam((Adam) updater) : updater;
    }

    @Override
    public GradientUpdater instantiate(INDArray state, boolean initialize) {
        AdamUpdater updater = new FusedAdamUpdater(this);
        INDArray flat = state.reshape(state.length());
        long[] shape = Arrays.copyOf(flat.shape(), 1);
        shape[0] /= 2;
        updater.setStateViewArray(flat, shape, flat.ordering(), initialize);
        return updater;
    }

    @Override
    public GradientUpdater instantiate(Map<String, INDArray> state, boolean initialize) {
        AdamUpdater updater = new FusedAdamUpdater(this);
        updater.setState(state, initialize);
        return updater;
    }

    @Override
    public FusedAdam clone() {
        return new FusedAdam(this);
    }
}
