package hourglass.engine.onednn;

import hourglass.runtime.NativeMemory;
import java.util.Arrays;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;

/** An argument of oneDNN's primitives: a layout, and memory that is its own or that of an array. */
public final class Tensor {

    private final memory memory;
    private final memory.desc description;
    private final At at;

    private Tensor(memory.desc description, memory memory, At at) {
        this.description = description;
        this.memory = memory;
        this.at = at;
    }

    /** A tensor with memory of its own, which is freed with it. */
    public static Tensor owned(memory.desc description) {
        return new Tensor(description, new memory(description, OneDnn.processor()), null);
    }

    /** A tensor that has no memory until it is told whose to use. */
    public static Tensor elsewhere(memory.desc description) {
        return new Tensor(description, new memory(description, OneDnn.processor(), (Pointer) null), new At());
    }

    public memory.desc description() {
        return description;
    }

    memory memory() {
        return memory;
    }

    /** Uses the memory at this address, which the caller keeps alive while a primitive runs. */
    public void use(long address) {
        memory.set_data_handle(at.at(address));
    }

    /** Copies a tensor's own numbers, which lie in one piece, to this address. */
    public void copyTo(long address) {
        long bytes = description.get_size();
        Pointer.memcpy(new NativeMemory.At(address), memory.get_data_handle(), bytes);
    }

    /** Overwrites all of a tensor's own numbers. */
    public void fill(float value) {
        float[] floats = new float[(int) (description.get_size() / Float.BYTES)];
        Arrays.fill(floats, value);
        new NativeMemory.At(address()).put(floats, 0, floats.length);
    }

    /** Where a tensor's own numbers lie. */
    public long address() {
        return memory.get_data_handle().address();
    }

    /** One pointer object for all addresses, so that a batch allocates none. */
    private static final class At extends Pointer {
        At at(long address) {
            this.address = address;
            return this;
        }
    }
}
