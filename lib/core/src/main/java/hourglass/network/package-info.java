/**
 * One view of Deeplearning4j's two kinds of networks: those whose layers follow one another, and those whose layers form a graph.
 *
 * <pre>{@code NetworkConfiguration configuration = new SequentialConfiguration(multiLayerConfiguration);}</pre>
 */
package hourglass.network;
