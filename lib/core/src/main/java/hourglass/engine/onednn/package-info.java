/**
 * oneDNN called directly: its handles, the layout that its primitives want, and primitives kept for each shape; internal.
 *
 * <pre>{@code boolean here = OneDnn.available();}</pre>
 */
package hourglass.engine.onednn;
