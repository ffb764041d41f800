package hourglass.engine.conf;

/**
 * The settings of a twin that keeps its activation for the backward pass.
 *
 * <p>Reason: Deeplearning4j allows a layer to overwrite its input, which is the activation of the layer before. Layers with
 * dropout and activation layers do; dense, recurrent and output layers do not.
 */
interface RetainsActivation {

    /** Says that the next layer may overwrite the activation, so that a copy must be kept. */
    void keepsCopy();
}
