/**
 * Settings, course and display of a training.
 *
 * <pre>{@code Training.epochs(Budget.choose(2, 20, 100)).batchSize(256).seed(42)}</pre>
 */
package hourglass.train;
