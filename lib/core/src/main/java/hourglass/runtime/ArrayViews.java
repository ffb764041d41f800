package hourglass.runtime;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Cuts examples out of an array that holds one along dimension 0. */
public final class ArrayViews {
    private ArrayViews() {}

    /**
     * Returns the examples from {@code from} on, up to and without {@code to}, as a view of the same memory and rank.
     *
     * <p>It exists because {@code array.get(interval(k, k + 1), all())} of ND4J 1.0.0-M2.1 makes a scalar of a single row of a
     * view. The bounds are not checked, since this is called for every batch.
     *
     * @param array [n, …] of any type and order
     * @param from at least 0
     * @param to at most n, greater than {@code from}
     * @return [to − from, …]; a change of its numbers changes the array
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
