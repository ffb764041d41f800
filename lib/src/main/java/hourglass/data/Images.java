package hourglass.data;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Stand-in until the data package arrives. */
public record Images(String name, INDArray pixels, int[] labels, List<String> classes, int height, int width) {
    public int size() {
        return (int) pixels.size(0);
    }

    public Images range(int from, int to) {
        return new Images(
                name,
                pixels.get(NDArrayIndex.interval(from, to)),
                java.util.Arrays.copyOfRange(labels, from, to),
                classes,
                height,
                width);
    }

    public Images first(int n) {
        return range(0, n);
    }
}
