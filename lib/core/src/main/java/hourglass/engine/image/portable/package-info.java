/**
 * The kernels for images in plain Java, for processors that oneDNN has no build for, Apple's above all; internal.
 *
 * <pre>{@code ImageKernels kernels = new PortableKernels();}</pre>
 */
package hourglass.engine.image.portable;
