package hourglass.engine.image.portable;

import hourglass.engine.image.ActivationKernel;
import hourglass.engine.kernels.FusedActivation;
import hourglass.runtime.NativeMemory;
import hourglass.runtime.ThreadLocalBuffers;

/** An activation function for one shape of input. */
final class PortableActivation implements ActivationKernel {

    private final FusedActivation function;
    private final long length;

    PortableActivation(FusedActivation function, long[] shape) {
        this.function = function;
        length = shape[0] * shape[1] * shape[2] * shape[3];
    }

    @Override
    public void forward(long input, long output) {
        float[] z = ThreadLocalBuffers.current().floats(0, ThreadLocalBuffers.BLOCK);
        for (long from = 0; from < length; from += ThreadLocalBuffers.BLOCK) {
            int count = (int) Math.min(ThreadLocalBuffers.BLOCK, length - from);
            at(input, from).get(z, 0, count);
            function.apply(z, count);
            at(output, from).put(z, 0, count);
        }
    }

    @Override
    public void backward(long epsilon, long output, long inputGradient) {
        float[] e = ThreadLocalBuffers.current().floats(0, ThreadLocalBuffers.BLOCK);
        float[] a = ThreadLocalBuffers.current().floats(1, ThreadLocalBuffers.BLOCK);
        for (long from = 0; from < length; from += ThreadLocalBuffers.BLOCK) {
            int count = (int) Math.min(ThreadLocalBuffers.BLOCK, length - from);
            at(epsilon, from).get(e, 0, count);
            at(output, from).get(a, 0, count);
            function.backward(e, a, count);
            at(inputGradient, from).put(e, 0, count);
        }
    }

    private static NativeMemory.At at(long address, long number) {
        return new NativeMemory.At(address + Float.BYTES * number);
    }
}
