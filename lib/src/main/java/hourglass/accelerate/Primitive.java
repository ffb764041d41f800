package hourglass.accelerate;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.stream;

/** One of oneDNN's operations for fixed shapes, bound to its arguments: made once, run for each batch. */
final class Primitive {

    private final primitive operation;
    private final IntMemoryMap arguments = new IntMemoryMap();
    private final stream stream = OneDnn.stream();

    Primitive(primitive operation, primitive_desc_base description) {
        this.operation = operation;
        with(DNNL_ARG_SCRATCHPAD, Tensor.owned(description.scratchpad_desc()));
    }

    /** Binds one of oneDNN's numbered arguments. */
    Primitive with(int argument, Tensor tensor) {
        arguments.put(argument, tensor.memory());
        return this;
    }

    void run() {
        operation.execute(stream, arguments);
    }
}
