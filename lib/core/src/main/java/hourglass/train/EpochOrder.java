package hourglass.train;

import hourglass.data.RandomOrder;
import java.util.Random;

/**
 * The order in which the examples are drawn in each epoch of a network's life. It follows from the seed, the number of
 * examples and the number of the epoch alone, so that two trainings of one epoch draw like one training of two, also when
 * the network was saved and loaded in between.
 *
 * <p>Each epoch shuffles the order of the one before. The last one is kept, so that a program which trains one epoch at a
 * time need not repeat all shuffles each time. After a hundred thousand epochs they begin anew, from another seed.
 */
public final class EpochOrder {
    // A model file may say that there were two billion epochs, whose shuffles would take days.
    private static final int EPOCHS_PER_START = 100_000;

    private int[] order = {};
    private long seed;
    private int epochs;
    private Random random;

    /**
     * Returns the order of an epoch; the array is this object's own and changes with the next call.
     *
     * @param epoch the number of epochs that the network has behind it, at least 0
     * @param n the number of examples
     * @param seed the training's seed
     */
    int[] of(int epoch, int n, long seed) {
        int first = epoch - epoch % EPOCHS_PER_START;
        if (order.length != n || this.seed != seed || epoch + 1 < epochs || epochs <= first) {
            order = RandomOrder.identity(n);
            this.seed = seed;
            epochs = first;
            random = new Random(seed + first);
        }
        for (; epochs <= epoch; epochs++) {
            RandomOrder.shuffle(order, random::nextInt);
        }
        return order;
    }
}
