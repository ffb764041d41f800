/**
 * Configurations of accelerated layers, as {@code org.deeplearning4j.nn.conf.layers} has those of Deeplearning4j's own; internal.
 *
 * <pre>{@code Layer faster = LayerReplacements.of(layer, next); // the layer itself where there is no faster one}</pre>
 */
package hourglass.engine.conf;
