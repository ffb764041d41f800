/**
 * Accelerated layers, as {@code org.deeplearning4j.nn.layers} has Deeplearning4j's own, and which of them takes the place of
 * which; internal.
 *
 * <pre>{@code List<LayerReplacements.Decision> decisions = LayerReplacements.decide(configuration);}</pre>
 */
package hourglass.engine.layers;
