/**
 * The kernels for images in plain Java, for processors on which oneDNN does not run, Apple's above all; internal.
 *
 * <pre>{@code ImageKernels kernels = new PortableKernels();}</pre>
 */
package hourglass.engine.image.portable;
