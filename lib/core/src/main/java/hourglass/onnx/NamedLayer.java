package hourglass.onnx;

import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer that is to be written.
 *
 * @param name what sentences call it: "Layer 3 \"code\" (LSTM)"
 * @param settings its configuration
 * @param parameters its weights, by Deeplearning4j's names
 */
record NamedLayer(String name, Layer settings, Map<String, INDArray> parameters) {

    /** Returns a layer that this one wraps. */
    NamedLayer within(Layer wrapped) {
        return within(wrapped, "");
    }

    /**
     * Returns a layer that this one wraps.
     *
     * @param prefix with which the names of its parameters begin
     */
    NamedLayer within(Layer wrapped, String prefix) {
        String kind = wrapped.getClass().getSimpleName();
        return new NamedLayer(
                name.replaceFirst("\\)$", " of " + kind + ")"),
                wrapped,
                parameters.entrySet().stream()
                        .filter(each -> each.getKey().startsWith(prefix))
                        .collect(Collectors.toMap(
                                each -> each.getKey().substring(prefix.length()), Map.Entry::getValue)));
    }

    INDArray parameter(String key) {
        return parameters.get(key);
    }

    boolean has(String key) {
        return parameters.containsKey(key);
    }

    /**
     * Returns what is thrown for a layer that cannot be written.
     *
     * @param what what it has that ONNX has not: "has a layer normalisation, which …"
     * @param remedy what to do instead
     */
    IllegalArgumentException refusal(String what, String remedy) {
        return new IllegalArgumentException(name + " " + what + ", so it cannot be written as ONNX: " + remedy + ".");
    }
}
