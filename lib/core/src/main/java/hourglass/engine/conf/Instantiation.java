package hourglass.engine.conf;

import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gives accelerated layers their place in a network. */
final class Instantiation {

    private Instantiation() {}

    /**
     * Puts an accelerated layer in the place of the one that Deeplearning4j has instantiated from the same settings, so that
     * these settings were checked, and the weights drawn, by Deeplearning4j itself.
     *
     * @param original Deeplearning4j's layer, which is not used any more
     * @param parameters the layer's part of the network's parameters, null if it has none
     */
    static <L extends Layer> L inPlaceOf(Layer original, INDArray parameters, L accelerated) {
        accelerated.setListeners(original.getListeners());
        accelerated.setIndex(original.getIndex());
        accelerated.setParamsViewArray(parameters);
        accelerated.setParamTable(original.paramTable());
        accelerated.setConf(original.conf());
        return accelerated;
    }
}
