package hourglass.network;

import org.deeplearning4j.optimize.api.BaseTrainingListener;

/**
 * A listener that asks the network for nothing but the score of an update, between the backward pass and the update or after it.
 * Other listeners may ask for the activations and gradients of each layer, which the engine computes for them alone.
 */
public abstract class ScoreListener extends BaseTrainingListener {}
