package hourglass.engine.image;

import hourglass.runtime.NativeMemory;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The order in which the numbers of arrays of shape [examples, channels, height, width] lie, one example after the other.
 *
 * <p>As the arrays keep their shape and have strides that say how they lie, a layer of Deeplearning4j between two accelerated
 * ones computes what it always did.
 */
public interface ImageLayout {

    /** Makes an array of this shape, with whatever numbers are in its memory. */
    INDArray create(ArrayType type, LayerWorkspaceMgr workspaces, long... shape);

    /** Returns the array itself if its numbers lie in this order, otherwise a copy in which they do. */
    INDArray of(INDArray array, ArrayType type, LayerWorkspaceMgr workspaces);

    /** Returns a copy, among a network's activations, of an array whose numbers lie in this order. */
    default INDArray copy(INDArray array, LayerWorkspaceMgr workspaces) {
        INDArray copy = create(ArrayType.ACTIVATIONS, workspaces, array.shape());
        NativeMemory.copy(NativeMemory.address(array), NativeMemory.address(copy), array.length());
        return copy;
    }

    /**
     * Returns whether an array has four dimensions and 32-bit floats; if not, Deeplearning4j's own layer explains the error.
     */
    static boolean accepts(INDArray array) {
        return array != null && array.rank() == 4 && array.dataType() == DataType.FLOAT && array.length() > 0;
    }

    /** Returns the address of one example of an array that lies in any of these orders. */
    static long address(INDArray array, long example) {
        return NativeMemory.address(array) + Float.BYTES * example * (array.length() / array.size(0));
    }
}
