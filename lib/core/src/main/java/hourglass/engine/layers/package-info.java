/**
 * Accelerated layers, as {@code org.deeplearning4j.nn.layers} has Deeplearning4j's own; internal.
 *
 * <pre>{@code new AcceleratedDenseLayer(conf, DataType.FLOAT, new LayerPosition(true, false))}</pre>
 */
package hourglass.engine.layers;
