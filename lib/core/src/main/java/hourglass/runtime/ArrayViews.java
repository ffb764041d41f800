package hourglass.runtime;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Cuts examples out of an array that holds one along dimension 0. */
public final class ArrayViews {
    private ArrayViews() {}

    /**
     * Returns the examples from {@code from} on, up to and without {@code to}, as a view of the same memory and rank.
     *
     * <p>ND4J's own {@code array.get(interval(k, k + 1), all())} makes a scalar of one row of a view (1.0.0-M2.1).
     *
     * @param array [n, …]
     * @param from at least 0
     * @param to at most n, greater than {@code from}
     */
    public static INDArray of(INDArray array, long from, long to) {
        if (from == 0 && to == array.size(0)) {
            return array;
        }
        long[] shape = array.shape().clone();
        shape[0] = to - from;
        return Nd4j.create(
                array.data(), shape, array.stride().clone(), array.offset() + from * array.stride(0), array.ordering());
    }
}
