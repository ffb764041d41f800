/**
 * The kernels for images in oneDNN, over arrays that lie channels-last; internal.
 *
 * <pre>{@code ImageKernels kernels = new OneDnnKernels(); // only where OneDnn.available()}</pre>
 */
package hourglass.engine.image.onednn;
