package hourglass.onnx;

import java.util.Arrays;

/**
 * An array that flows through the graph.
 *
 * @param name by which nodes refer to it
 * @param shape its sizes, of which those below 0 depend on the input
 */
record Value(String name, long... shape) {
    /** The number of examples. */
    static final long N = -1;
    /** The number of steps of the sequences that the graph is given. */
    static final long TIME = -2;
    /** The height of pictures, where the network takes any. */
    static final long HEIGHT = -3;
    /** The width of pictures, where the network takes any. */
    static final long WIDTH = -4;
    /** The steps of all sequences, one behind the other. */
    static final long STEPS = -5;
    /** A size that follows from one of the others. */
    static final long OTHER = -6;

    int rank() {
        return shape.length;
    }

    long size(int dimension) {
        return shape[dimension];
    }

    /** Returns the array that a node has made of this one, with one size changed. */
    Value with(String node, int dimension, long size) {
        long[] changed = shape.clone();
        changed[dimension] = size;
        return new Value(node, changed);
    }

    /** Returns the array that a node has made of this one, of the same shape. */
    Value as(String node) {
        return new Value(node, shape);
    }

    /** The name of a size that depends on the input, or an empty text. */
    static String word(long size) {
        if (size == N) {
            return "n";
        }
        if (size == TIME) {
            return "time";
        }
        if (size == HEIGHT) {
            return "height";
        }
        return size == WIDTH ? "width" : "";
    }

    /** The shape for a reader: [n, 784]. */
    String words() {
        return Arrays.toString(Arrays.stream(shape)
                .mapToObj(size -> size >= 0 ? Long.toString(size) : word(size).isEmpty() ? "?" : word(size))
                .toArray());
    }
}
