package hourglass.engine.onednn;

import hourglass.runtime.NativeMemory;
import java.util.function.Function;
import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arrays of shape [pictures, channels, height, width] in which the channels of one pixel lie side by side.
 *
 * <p>Measured reason: in this order oneDNN is fast with any number of channels, and no array needs to be converted between
 * two layers: on the convolutional network 11 ms a batch, against 22 in oneDNN's own blocked order with the conversions
 * that it then needs, and 40 in the order that ND4J gives its arrays. As the arrays keep their shape and are honest about
 * their strides, a layer of Deeplearning4j between two of ours computes what it always did.
 */
public final class ChannelsLast {

    // oneDNN writes some results past the cache, which only works, and only pays, at the beginning of a line.
    private static final int LINE = 16;

    private ChannelsLast() {}

    /** A new array of this shape, with whatever numbers are in its memory, which begins where a cache line begins. */
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

    /** Whether an array holds pictures as 32-bit floats; if not, Deeplearning4j has the words for it. */
    public static boolean takes(INDArray array) {
        return array != null && array.rank() == 4 && array.dataType() == DataType.FLOAT && array.length() > 0;
    }

    /** The array itself if it lies channels-last, otherwise a copy that does. */
    public static INDArray of(INDArray array, ArrayType type, LayerWorkspaceMgr workspaces) {
        if (is(array)) {
            return array;
        }
        INDArray copy = create(type, workspaces, array.shape());
        Tensor from = Tensor.elsewhere(OneDnn.strided(array.shape(), array.stride()));
        Tensor to = Tensor.elsewhere(description(array.shape()));
        from.use(NativeMemory.address(array));
        to.use(NativeMemory.address(copy));
        OneDnn.inThisThread(() -> Primitive.copy(from, to).run());
        return copy;
    }

    /** Whether an array's channels lie side by side and its pixels one after the other, without gaps. */
    static boolean is(INDArray array) {
        return NativeMemory.inOrder(array, 1, 3, 2, 0);
    }

    /** A copy, among a network's activations, of an array that lies channels-last. */
    public static INDArray copy(INDArray array, LayerWorkspaceMgr workspaces) {
        INDArray copy = create(ArrayType.ACTIVATIONS, workspaces, array.shape());
        NativeMemory.copy(NativeMemory.address(array), NativeMemory.address(copy), array.length());
        return copy;
    }

    /** The address of one picture of an array that lies channels-last or holds one channel. */
    public static long picture(INDArray pictures, long number) {
        return NativeMemory.address(pictures) + Float.BYTES * number * (pictures.length() / pictures.size(0));
    }

    /** A batch's slices for an operation that does no more than read and write its pictures. */
    public static <P> BatchPartition<P> slices(long[] shape, Function<long[], P> maker) {
        long numbers = shape[0] * shape[1] * shape[2] * shape[3];
        return new BatchPartition<>(shape[0], 8 * numbers, pictures -> {
            long[] slice = shape.clone();
            slice[0] = pictures;
            return maker.apply(slice);
        });
    }

    public static memory.desc description(long... shape) {
        return OneDnn.plain(memory.format_tag.nhwc, shape);
    }
}
