package hourglass.engine.onednn;

import hourglass.runtime.Acceleration;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.scratchpad_mode;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Loader;

/**
 * oneDNN, called directly.
 *
 * <p>Measured reason: ND4J's operations look their primitive up and convert the layout of their arrays on every call, and
 * have none for pooling, up-sampling and transposed convolution that is fast. Called directly, with primitives made once
 * for each shape and arrays that stay channels-last from layer to layer, a convolutional network trains three to eight
 * times faster than through ND4J's own oneDNN. oneDNN writes its machine code for the processor it finds, so one build
 * serves them all.
 *
 * <p>This is the only class of the package that may be used where the library may be missing; it says whether it is.
 */
public final class OneDnn {

    private static final boolean AVAILABLE = load();

    private OneDnn() {}

    /** Returns whether the library is on the class path and runs here. Where it is not, the kernels in Java compute. */
    public static boolean available() {
        return AVAILABLE;
    }

    private static boolean load() {
        if (Acceleration.leavesOutOneDnn()) {
            return false;
        }
        try {
            Class<?> binding = Class.forName("org.bytedeco.dnnl.global.dnnl");
            return Loader.load(binding) != null && Processor.ENGINE != null;
        } catch (ClassNotFoundException | LinkageError | RuntimeException absent) {
            return false;
        }
    }

    /** The parts of oneDNN that all primitives share. */
    private static final class Processor {
        static final engine ENGINE = new engine(engine.kind.cpu, 0);
    }

    /** Returns the processor as oneDNN addresses it; only where oneDNN is {@link #available}. */
    public static engine processor() {
        return Processor.ENGINE;
    }

    /** Makes a queue that runs its primitives at once. */
    static stream stream() {
        return new stream(processor());
    }

    /** Makes attributes that give a primitive a scratchpad of its own, so that any thread may run it. */
    public static primitive_attr ownScratchpad() {
        primitive_attr attributes = new primitive_attr();
        attributes.set_scratchpad_mode(scratchpad_mode.user);
        return attributes;
    }

    /** Describes 32-bit floats of a shape that lie without gaps in one of oneDNN's orders. */
    public static memory.desc plain(memory.format_tag order, long... shape) {
        return new memory.desc(shape, memory.data_type.f32, order);
    }

    /** Describes 32-bit floats of a shape that lie as the strides say. */
    public static memory.desc strided(long[] shape, long[] strides) {
        return new memory.desc(shape, memory.data_type.f32, strides);
    }
}
