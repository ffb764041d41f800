package io.github.spencerpark.ijava.runtime;

import io.github.spencerpark.jupyter.kernel.display.Renderer;

/** Stands where the IJava kernel keeps itself, with the real renderer of its base library. */
public final class Kernel {
    private static Instance running;

    private Kernel() {}

    /** What of a kernel the library uses. */
    public record Instance(Renderer renderer) {
        public Renderer getRenderer() {
            return renderer;
        }
    }

    public static Instance getKernelInstance() {
        return running;
    }

    /** Starts or, with null, ends the kernel. */
    public static void run(Renderer renderer) {
        running = renderer == null ? null : new Instance(renderer);
    }
}
