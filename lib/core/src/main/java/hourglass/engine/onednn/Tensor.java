package hourglass.engine.onednn;

import hourglass.runtime.NativeMemory;
import java.util.Arrays;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;

/** An argument of oneDNN's primitives: a layout, and memory that is its own or that of an array. */
public final class Tensor {

    private final memory memory;
    private final memory.desc description;
    private final MovablePointer pointer;

    private Tensor(memory.desc description, memory memory, MovablePointer pointer) {
        this.description = description;
        this.memory = memory;
        this.pointer = pointer;
    }

    /** Makes a tensor with memory of its own, which is freed with it. */
    public static Tensor owned(memory.desc description) {
        return new Tensor(description, new memory(description, OneDnn.processor()), null);
    }

    /** Makes a tensor that uses the memory that {@link #pointTo} names. */
    public static Tensor external(memory.desc description) {
        return new Tensor(
                description, new memory(description, OneDnn.processor(), (Pointer) null), new MovablePointer());
    }

    /** Returns the layout. */
    public memory.desc description() {
        return description;
    }

    memory memory() {
        return memory;
    }

    /** Uses the memory at this address, which the caller keeps alive while a primitive runs. */
    public void pointTo(long address) {
        memory.set_data_handle(pointer.moveTo(address));
    }

    /** Copies the tensor's own numbers, which lie in one piece, to an address. */
    public void copyTo(long address) {
        long bytes = description.get_size();
        Pointer.memcpy(new NativeMemory.At(address), memory.get_data_handle(), bytes);
    }

    /** Overwrites all of the tensor's own numbers. */
    public void fill(float value) {
        float[] floats = new float[(int) (description.get_size() / Float.BYTES)];
        Arrays.fill(floats, value);
        new NativeMemory.At(address()).put(floats, 0, floats.length);
    }

    /** Returns the address of the tensor's own numbers. */
    public long address() {
        return memory.get_data_handle().address();
    }

    /** One pointer object for all addresses, so that a batch allocates none. */
    private static final class MovablePointer extends Pointer {
        MovablePointer moveTo(long address) {
            this.address = address;
            return this;
        }
    }
}
