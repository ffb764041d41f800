package hourglass.train;

import hourglass.network.Network;
import hourglass.network.NetworkConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.learning.config.IUpdater;

/** Changes the learning rate of a network that is there already. */
public final class LearningRate {

    private LearningRate() {}

    /**
     * Gives all layers of a network a constant learning rate, in the place of the one that they have or of its schedule. The
     * optimiser's state stays.
     *
     * @param configuration the settings with which the network is saved
     */
    public static void set(Network network, NetworkConfiguration configuration, double rate) {
        set(configuration, rate);
        set(network.configuration(), rate);
        // Once more, of which Deeplearning4j takes the occasion to divide the optimiser's state anew among the layers.
        network.setLearningRate(rate);
    }

    private static void set(NetworkConfiguration configuration, double rate) {
        configuration.layers().getConfs().forEach(conf -> set(conf.getLayer(), rate));
    }

    private static void set(Layer layer, double rate) {
        if (layer instanceof BaseLayer settings) {
            set(settings.getIUpdater(), rate);
            set(settings.getBiasUpdater(), rate);
        } else if (layer instanceof BaseWrapperLayer wrapper) {
            set(wrapper.getUnderlying(), rate);
        } else if (layer instanceof Bidirectional both) {
            set(both.getFwd(), rate);
            set(both.getBwd(), rate);
        }
    }

    private static void set(IUpdater updater, double rate) {
        if (updater != null && updater.hasLearningRate()) {
            updater.setLrAndSchedule(rate, null);
        }
    }
}
