/**
 * Makes Deeplearning4j train at the speed of the best peers on a CPU.
 *
 * <p>An ordinary configuration goes in, and a configuration with the same parameters in the same layout comes out, in
 * which every layer that has a faster twin is replaced by it:
 *
 * <pre>{@code
 * NativeBackend.prepare();
 * MultiLayerNetwork network = new MultiLayerNetwork(Accelerator.accelerate(configuration));
 * }</pre>
 */
package hourglass.accelerate;
