/**
 * Configurations of accelerated layers, as {@code org.deeplearning4j.nn.conf.layers} has those of Deeplearning4j's own; internal.
 *
 * <pre>{@code List<LayerReplacements.Decision> decisions = LayerReplacements.decide(configuration);}</pre>
 */
package hourglass.engine.conf;
