package hourglass.onnx;

/** Writes one kind of layer. */
@FunctionalInterface
interface LayerWriter {
    /**
     * Adds the layer's nodes.
     *
     * @param x what the layer is given
     * @return what it gives
     * @throws IllegalArgumentException if it has a setting that cannot be written; the message is one sentence
     */
    Value write(NamedLayer layer, Value x, GraphBuilder graph);
}
