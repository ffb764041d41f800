package hourglass.train;

import java.util.Comparator;
import java.util.List;

/** Temporary stand-in. */
public record History(List<History.Epoch> epochs, boolean interrupted) {
    public record Epoch(int number, double loss, double validationLoss, double seconds, long pictures) {}

    public double[] losses() {
        return epochs.stream().mapToDouble(Epoch::loss).toArray();
    }

    public double[] validationLosses() {
        return epochs.stream().mapToDouble(Epoch::validationLoss).toArray();
    }

    public double seconds() {
        return epochs.stream().mapToDouble(Epoch::seconds).sum();
    }

    public Epoch last() {
        return epochs.get(epochs.size() - 1);
    }

    public Epoch best() {
        return epochs.stream()
                .min(Comparator.comparingDouble(Epoch::validationLoss))
                .orElseThrow();
    }
}
