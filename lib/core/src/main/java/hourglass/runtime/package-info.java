/**
 * The ground floor: ND4J's native set-up, threads, interrupts, memory outside of the heap, and sentences for what
 * runs out or cannot be written.
 *
 * <pre>{@code
 * NativeBackend.prepare(); // before the first use of ND4J
 * INDArray some = ArrayViews.of(pixels, 0, 100); // [n, 784] -> [100, 784], without a copy
 *}</pre>
 */
package hourglass.runtime;
