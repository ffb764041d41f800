package hourglass.train;

import hourglass.network.Network;

/** Judges the epochs of one training by their validation loss, and keeps the best one's network if it is to be restored. */
final class EarlyStopping implements AutoCloseable {
    private final int patience;
    private final NetworkSnapshot best;
    private double lowest = Double.POSITIVE_INFINITY;
    private int without;

    EarlyStopping(Training settings, Network network) {
        patience = settings.patience();
        best = settings.restoresBest() ? new NetworkSnapshot(network) : null;
    }

    /** Notes an epoch, after the network has counted it. */
    void epoch(double validationLoss) {
        without++;
        if (validationLoss < lowest) {
            lowest = validationLoss;
            without = 0;
            if (best != null) {
                best.keep();
            }
        }
    }

    /** Whether so many epochs have brought nothing that the training ends. */
    boolean isOver() {
        return without >= patience;
    }

    /** Gives the network back what it had after the best epoch, if that is wanted and there was one. */
    void restore() {
        if (best != null && lowest < Double.POSITIVE_INFINITY) {
            best.restore();
        }
    }

    /** Gives the memory of the best network back. */
    @Override
    public void close() {
        if (best != null) {
            best.close();
        }
    }
}
