/**
 * What layers over images have in common, whatever computes them: the geometry of a window, the order of an array's numbers, a
 * batch divided among workers, and the kernels as interfaces; internal.
 *
 * <pre>{@code ConvolutionKernel kernel = kernels.convolution(window.over(shape, 16), FusedActivation.RELU);}</pre>
 */
package hourglass.engine.image;
