package hourglass.onnx;

/** Writes some of a network's layers. */
interface NetworkWriter {

    /**
     * Adds the nodes of layers; places are those of the network's configuration.
     *
     * @param from the place of the first, which takes the input
     * @param to the place of the last
     * @param input what the first is given
     * @return what the last gives, [n, …]
     * @throws IllegalArgumentException if a layer cannot be written
     */
    Value write(int from, int to, Value input);
}
