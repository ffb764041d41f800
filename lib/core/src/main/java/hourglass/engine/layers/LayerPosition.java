package hourglass.engine.layers;

/**
 * What an accelerated layer may leave out, or has to take care of, because of the layers beside it.
 *
 * @param first whether it is the network's first layer, without a preprocessor, so that nobody reads the gradient of its
 *     input. Measured reason: that gradient is a third of the first layer's backward pass, and Deeplearning4j computes it
 *     and throws it away.
 * @param overwritten whether the next layer may overwrite the activation, so that the backward pass needs a copy of it.
 *     Deeplearning4j allows a layer to overwrite its input: layers with dropout and activation layers do; dense,
 *     recurrent and output layers do not.
 */
public record LayerPosition(boolean first, boolean overwritten) {}
