/**
 * The update of the parameters in one pass: division by the batch's size, Adam, and the step; internal.
 *
 * <pre>{@code FusedUpdater.replaceIn(network);}</pre>
 */
package hourglass.engine.optimizer;
