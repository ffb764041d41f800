package hourglass.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;

/** One of oneDNN's operations for fixed shapes, bound to its arguments: made once and run for each batch. */
public final class Primitive {

    private final primitive operation;
    private final IntMemoryMap arguments = new IntMemoryMap();
    private final stream stream = OneDnn.stream();

    /** Wraps an operation, with a scratchpad of its own. */
    public Primitive(primitive operation, primitive_desc_base description) {
        this.operation = operation;
        with(DNNL_ARG_SCRATCHPAD, Tensor.owned(description.scratchpad_desc()));
    }

    /** Binds one of oneDNN's numbered arguments. */
    public Primitive with(int argument, Tensor tensor) {
        arguments.put(argument, tensor.memory());
        return this;
    }

    /** Runs the operation on the arguments that are bound to it, and returns when it is done. */
    public void run() {
        operation.execute(stream, arguments);
    }

    /** Makes a primitive that copies numbers from one layout to another. */
    public static Primitive copy(Tensor from, Tensor to) {
        reorder.primitive_desc description = new reorder.primitive_desc(
                OneDnn.processor(),
                from.description(),
                OneDnn.processor(),
                to.description(),
                OneDnn.ownScratchpad(),
                false);
        return new Primitive(new reorder(description), description)
                .with(DNNL_ARG_FROM, from)
                .with(DNNL_ARG_TO, to);
    }
}
