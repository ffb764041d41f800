package hourglass.layers;

/**
 * A layer that adds weight × value to the network's score beside the loss that the last layer measures.
 *
 * <p>It adds the product through {@code calcRegularizationScore}, for the batch that went through it last, so that the
 * score contains it and {@link hourglass.train.MeanLoss} takes it out again.
 */
public interface AuxiliaryLoss {

    /** The name of the term in a history; terms of the same name are added up. */
    String term();

    /** The term for the batch that went through the layer last, before its weight: a mean over the examples. */
    double value();

    /** What the value is multiplied by in the score. */
    double weight();
}
