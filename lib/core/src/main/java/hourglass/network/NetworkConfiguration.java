package hourglass.network;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a network is made from. Its layers, and in a graph its vertices too, have places from 0 on in the order in which they are
 * computed; the last place is that of the output.
 */
public sealed interface NetworkConfiguration permits SequentialConfiguration, GraphConfiguration {

    /**
     * Returns the layers alone, each with the reshaping before it, for whoever looks at one after the other: the first takes the
     * network's input, and the last is the output layer. Changes of a layer's settings are changes of this configuration.
     */
    MultiLayerConfiguration layers();

    /** Returns a copy that shares nothing with this one. */
    NetworkConfiguration copy();

    /** Returns how many updates are behind the network. */
    int iterationCount();

    /** Returns how many epochs are behind the network. */
    int epochCount();

    /** Sets how many updates and epochs are behind the network. */
    void setCounts(int updates, int epochs);

    /** Returns the seed from which fresh weights are drawn. */
    long seed();

    /** Sets the seed from which fresh weights are drawn. */
    void setSeed(long seed);

    /**
     * Returns the place of what is named "code".
     *
     * @throws IllegalArgumentException if there is no such layer, or more than one, or nothing decodes
     */
    int code();

    /** Returns the settings of the layer at a place; null for a vertex of a graph that is none. */
    Layer settingsAt(int place);

    /** Returns the name of the kind of the layer or vertex at a place, such as DenseLayer. */
    String kindAt(int place);

    /** Returns the name of the layer or vertex at a place; empty if it has none. */
    String nameAt(int place);

    /**
     * Returns the places of all that has to be computed for the one at a place, in order and with itself.
     *
     * @param from the place after the one whose output is given; 0 if that is the network's input
     * @throws IllegalArgumentException if what is given is not enough, since something goes around it
     */
    List<Integer> between(int from, int to);

    /** Returns the place of the output. */
    int last();

    /** Returns the places of what the layer or vertex at a place takes, in its order, with −1 for the network's input. */
    List<Integer> inputsOf(int place);

    /** Returns the place of the first that the layer at a place takes, or −1 for the network's input. */
    default int before(int place) {
        return inputsOf(place).get(0);
    }

    /** Returns the reshaping of what the layer at a place takes; null if it takes that as it is. */
    InputPreProcessor reshapingAt(int place);

    /**
     * Counts the parameters of the layer or vertex at a place without taking memory for them.
     *
     * @return {@link Long#MAX_VALUE} if there are more than a long can count
     */
    long parametersAt(int place);

    /**
     * Counts the parameters without taking memory for them.
     *
     * @return at least {@link Long#MAX_VALUE} if a layer has more than a long can count
     */
    default double parameters() {
        // A double, since a product of sizes that a file invents need not fit a long.
        return IntStream.rangeClosed(0, last()).mapToDouble(this::parametersAt).sum();
    }

    /**
     * Returns what each layer and vertex puts out, by its place, as Deeplearning4j tells it without computing anything.
     *
     * @param example what the network is given; −1 for a number of steps that may be any
     * @throws RuntimeException of Deeplearning4j's, of several kinds, if a layer does not take what it is given, or does not know
     *     what it puts out
     */
    List<InputType> outputTypes(InputType example);

    /**
     * Returns the most numbers that what is computed between two places puts out for one example, as far as Deeplearning4j can say
     * it.
     *
     * @param from the place of the first, which takes the input
     * @param to the place of the last
     * @param input [n, …] what the first is given
     * @return 0 if nothing is known
     */
    double widest(int from, int to, INDArray input);
}
