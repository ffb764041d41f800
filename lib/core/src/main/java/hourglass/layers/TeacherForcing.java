package hourglass.layers;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Gives a sequence's decoder at each step what the step before should have been: it appends the previous step to its input,
 * [n, k, time] → [n, k + features, time], with zeros before the first step. It stands between the repeated code and the
 * recurrent layers of the decoder:
 *
 * <pre>{@code
 * .layer(new LastTimeStep(new LSTM.Builder().name("code").nOut(32).build()))
 * .layer(new RepeatVector.Builder<>(140).build())
 * .layer(new TeacherForcing(1))
 * .layer(new LSTM.Builder().nOut(32).build())
 * .layer(new RnnOutputLayer.Builder(LossFunction.MSE).nOut(1).activation(Activation.IDENTITY).build())
 * }</pre>
 *
 * <p>While an {@link hourglass.model.Autoencoder} trains, the previous step is the true one. When it reconstructs, decodes or
 * measures a loss, the previous step is the network's own output, step by step, because a decoder that has the code alone does
 * not know the true sequence. R. J. Williams, D. Zipser, "A learning algorithm for continually running fully recurrent neural
 * networks", Neural Computation 1, 1989.
 *
 * <p>After it, only recurrent layers that can take single steps and the output layer may follow. The network alone,
 * without an {@code Autoencoder}, does not know the true sequence: its forward pass throws {@link IllegalStateException}.
 */
public final class TeacherForcing extends ParameterlessLayer {

    private static final long serialVersionUID = 1L;

    private int features;

    /**
     * Creates the layer.
     *
     * @param features numbers of one step of the sequence that the network puts out, at least 1
     * @throws IllegalArgumentException if there are fewer
     */
    public TeacherForcing(int features) {
        if (features < 1) {
            throw new IllegalArgumentException(
                    "A step of " + features + " numbers cannot be passed on: give at least 1 feature.");
        }
        this.features = features;
    }

    /** For reading a configuration from a file. */
    private TeacherForcing() {}

    /** Returns how many numbers one step of the sequence holds. */
    public int getFeatures() {
        return features;
    }

    /** For reading a configuration from a file. */
    void setFeatures(int features) {
        this.features = features;
    }

    @Override
    Layer implementation(NeuralNetConfiguration conf, DataType type) {
        return new TeacherForcingLayer(conf, type, features);
    }

    @Override
    public InputType getOutputType(int index, InputType input) {
        if (!(input instanceof InputType.InputTypeRecurrent sequence)) {
            throw new IllegalArgumentException("TeacherForcing, layer " + (index + 1) + ", gets " + input
                    + " and not a sequence: put it behind a RepeatVector.");
        }
        return InputType.recurrent(sequence.getSize() + features, sequence.getTimeSeriesLength());
    }

    @Override
    public TeacherForcing clone() {
        return (TeacherForcing) super.clone();
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof TeacherForcing that && super.equals(other) && features == that.features;
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof TeacherForcing;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + features;
    }

    @Override
    public String toString() {
        return "TeacherForcing(features=" + features + ")";
    }
}
