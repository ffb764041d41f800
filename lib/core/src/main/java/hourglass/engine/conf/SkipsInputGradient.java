package hourglass.engine.conf;

/**
 * The settings of a twin that can leave out the gradient of its input.
 *
 * <p>Measured reason: the gradient of the network's own input is a third of the first layer's backward pass, and
 * Deeplearning4j computes it and throws it away.
 */
public interface SkipsInputGradient {

    /** Says that the layer is the first one of its network, without a preprocessor, so that nobody reads that gradient. */
    void standsFirst();
}
