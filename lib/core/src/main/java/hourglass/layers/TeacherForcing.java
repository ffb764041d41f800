package hourglass.layers;

import java.util.Collection;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Tells a sequence's decoder at each step what the step before should have been: it appends the previous step to its input,
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
 * <p>While an {@link hourglass.model.Autoencoder} trains, the previous step is the true one. When it reconstructs, decodes or measures a
 * loss, the previous step is the network's own output, step by step, because whoever has the code alone has no truth to look
 * at. R. J. Williams, D. Zipser, "A learning algorithm for continually running fully recurrent neural networks", Neural
 * Computation 1, 1989.
 *
 * <p>After it, only recurrent layers that can take single steps and the output layer may follow. The network alone,
 * without an {@code Autoencoder}, does not know the truth: its forward pass throws {@link IllegalStateException}.
 */
public final class TeacherForcing extends NoParamLayer {

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
                    "A step of " + features + " numbers cannot be handed on: give at least 1 feature.");
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
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        return LayerSetup.of(
                new TeacherForcingLayer(conf, type, features),
                conf,
                listeners,
                index,
                parameters,
                initializer().init(conf, parameters, initialize));
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
    public InputPreProcessor getPreProcessorForInputType(InputType input) {
        return null;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType input) {
        InputType output = getOutputType(-1, input);
        return new LayerMemoryReport.Builder(getLayerName(), TeacherForcing.class, input, output)
                .standardMemory(0, 0)
                .workingMemory(0, 0, 0, output.arrayElementsPerExample())
                .build();
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
