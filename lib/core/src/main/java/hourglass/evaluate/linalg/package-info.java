/**
 * Matrices of examples in blocks, their covariance and its eigenvectors; internal.
 *
 * <pre>{@code Matrix pictures = Matrix.of("pictures", pixels);}</pre>
 */
package hourglass.evaluate.linalg;
