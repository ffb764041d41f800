package hourglass.data;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Temporary stand-in. */
public record Images(String name, INDArray pixels, int[] labels, List<String> classes, int height, int width) {
    /** The number of pictures. */
    public int size() {
        return labels.length;
    }
}
