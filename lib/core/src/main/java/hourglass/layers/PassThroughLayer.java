package hourglass.layers;

/**
 * A layer without parameters that, in the inference mode, puts out the first columns of its input [n, columns] as they are. What it
 * does in training, where it may look at the whole batch, is its own affair.
 */
public interface PassThroughLayer {

    /**
     * Returns how many columns it passes on.
     *
     * @param inputs how many columns there are
     */
    int columnsPassedOn(int inputs);
}
