package hourglass.engine.onednn;

import hourglass.runtime.NativeMemory;
import hourglass.runtime.WorkerPool;
import java.util.function.Function;
import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arrays of shape [examples, channels, height, width] in which the channels of one pixel lie side by side.
 *
 * <p>Measured reason: in this order oneDNN is fast with any number of channels, and no array needs to be converted between
 * two layers: on the convolutional network 11 ms a batch, against 22 in oneDNN's own blocked order with the conversions
 * that it then needs, and 40 in the order that ND4J gives its arrays. As the arrays keep their shape and have strides that
 * say how they lie, a layer of Deeplearning4j between two accelerated ones computes what it always did.
 */
public final class ChannelsLast {

    // Floats of a cache line. oneDNN writes some results past the cache, which only works at the beginning of a line.
    private static final int LINE = 16;

    private ChannelsLast() {}

    /** Makes an array of this shape, with whatever numbers are in its memory, which begins where a cache line begins. */
    public static INDArray create(ArrayType type, LayerWorkspaceMgr workspaces, long... shape) {
        long channels = shape[1];
        long height = shape[2];
        long width = shape[3];
        long pixels = height * width;
        INDArray memory = workspaces.createUninitialized(
                type, DataType.FLOAT, new long[] {shape[0] * channels * pixels + LINE}, 'c');
        long offset = (-NativeMemory.address(memory) & (LINE * Float.BYTES - 1)) / Float.BYTES;
        long[] strides = channels == 1 || pixels == 1
                ? new long[] {channels * pixels, pixels, width, 1}
                : new long[] {channels * pixels, 1, width * channels, channels};
        return Nd4j.create(memory.data(), shape.clone(), strides, memory.offset() + offset, 'c');
    }

    /**
     * Returns whether an array has four dimensions and 32-bit floats; if not, Deeplearning4j's own layer explains the error.
     */
    public static boolean accepts(INDArray array) {
        return array != null && array.rank() == 4 && array.dataType() == DataType.FLOAT && array.length() > 0;
    }

    /** Returns the array itself if it lies channels-last, otherwise a copy that does. */
    public static INDArray of(INDArray array, ArrayType type, LayerWorkspaceMgr workspaces) {
        if (isArranged(array)) {
            return array;
        }
        INDArray copy = create(type, workspaces, array.shape());
        Tensor from = Tensor.external(OneDnn.strided(array.shape(), array.stride()));
        Tensor to = Tensor.external(description(array.shape()));
        from.pointTo(NativeMemory.address(array));
        to.pointTo(NativeMemory.address(copy));
        OneDnn.inThisThread(() -> Primitive.copy(from, to).run());
        return copy;
    }

    /** Returns whether an array's channels lie side by side and its pixels one after the other, without gaps. */
    private static boolean isArranged(INDArray array) {
        return NativeMemory.inOrder(array, 1, 3, 2, 0);
    }

    /** Returns a copy, among a network's activations, of an array that lies channels-last. */
    public static INDArray copy(INDArray array, LayerWorkspaceMgr workspaces) {
        INDArray copy = create(ArrayType.ACTIVATIONS, workspaces, array.shape());
        NativeMemory.copy(NativeMemory.address(array), NativeMemory.address(copy), array.length());
        return copy;
    }

    /** Returns the address of one example of an array that lies channels-last or holds one channel. */
    public static long address(INDArray array, long example) {
        return NativeMemory.address(array) + Float.BYTES * example * (array.length() / array.size(0));
    }

    /** Divides a batch for an operation that does little more than read and write its numbers. */
    public static <P> BatchPartition<P> partition(long[] shape, Function<long[], P> maker) {
        long numbers = shape[0] * shape[1] * shape[2] * shape[3];
        return partition(shape, WorkerPool.MULTIPLICATIONS_PER_ELEMENT * numbers, maker);
    }

    /**
     * Divides a batch.
     *
     * @param shape [examples, channels, height, width] of the whole batch
     * @param multiplications about how many the whole batch takes
     * @param maker makes the primitives for a part of this shape
     */
    public static <P> BatchPartition<P> partition(long[] shape, long multiplications, Function<long[], P> maker) {
        return new BatchPartition<>(shape[0], multiplications, examples -> {
            long[] part = shape.clone();
            part[0] = examples;
            return maker.apply(part);
        });
    }

    /** Returns oneDNN's description of this layout. */
    public static memory.desc description(long... shape) {
        return OneDnn.plain(memory.format_tag.nhwc, shape);
    }
}
