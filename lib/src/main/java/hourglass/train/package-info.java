/**
 * Settings, course and display of a training run.
 *
 * <p>{@code Training.epochs(Budget.choose(2, 20, 100)).batchSize(256).seed(42)}
 */
package hourglass.train;
