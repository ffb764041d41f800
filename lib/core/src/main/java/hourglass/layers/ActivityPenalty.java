package hourglass.layers;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A layer that passes the activations h of the layer before it on as they are, and adds weight × Ω(h) to the network's
 * score. It stands behind the layer whose activations are to be sparse, and has no parameters:
 *
 * <pre>{@code
 * .layer(new DenseLayer.Builder().name("code").nIn(784).nOut(32).activation(Activation.RELU).build())
 * .layer(new L1Penalty(784 * 1e-4))
 * .layer(new OutputLayer.Builder(LossFunction.XENT).nOut(784).activation(Activation.SIGMOID).build())
 * }</pre>
 *
 * <p><b>Reduction.</b> Ω is a sum over the units (all numbers of one example, whatever the rank of h) and a mean over the
 * batch.
 *
 * <p><b>Weight.</b> The weight multiplies Ω in the score of Deeplearning4j. That score <i>sums</i> cross-entropy (and
 * {@code LossFunction.L2} and {@code SSE}) over the pixels of an example, while Keras takes the mean over the pixels
 * before it adds an {@code activity_regularizer}. A Keras penalty of λ is therefore a weight of pixels × λ here:
 * 784 × λ for pictures of 28×28. Only with {@code LossFunction.MSE}, whose score is a mean over the pixels too, are the
 * two the same number.
 *
 * <p>The score, which training minimises and finite differences see, contains the penalty. {@link
 * hourglass.model.Autoencoder#loss} and the losses of a {@link hourglass.train.History} do not: it keeps the penalty apart, in
 * the same unit as its losses, per pixel.
 */
public abstract class ActivityPenalty extends ParameterlessLayer implements ActivityPenaltyLayer.Penalty {

    private static final long serialVersionUID = 1L;

    @JsonProperty
    private final double weight;

    ActivityPenalty(String kind, double weight) {
        if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The weight of the " + kind + " penalty is " + weight + ": give a number from 0 on.");
        }
        this.weight = weight;
    }

    /** Returns what Ω is multiplied by in the network's score. */
    @Override
    public final double weight() {
        return weight;
    }

    @Override
    final Layer implementation(NeuralNetConfiguration conf, DataType type) {
        return new ActivityPenaltyLayer(conf, type, this);
    }

    @Override
    public final InputType getOutputType(int index, InputType input) {
        return input;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && getClass() == other.getClass() && weight == ((ActivityPenalty) other).weight;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Double.hashCode(weight);
    }
}
