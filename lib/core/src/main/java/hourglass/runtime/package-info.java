/**
 * What all other packages rest on: ND4J's native set-up, threads, interrupts, memory outside of the heap, and the sentences
 * that explain what ran out or could not be written.
 *
 * <pre>{@code
 * NativeBackend.prepare(); // before the first use of ND4J
 * INDArray some = ArrayViews.of(pixels, 0, 100); // [n, 784] -> [100, 784], without a copy
 * }</pre>
 */
package hourglass.runtime;
