/**
 * oneDNN called directly: whether it is there, its primitives and their arguments; internal.
 *
 * <pre>{@code boolean here = OneDnn.available();}</pre>
 */
package hourglass.engine.onednn;
