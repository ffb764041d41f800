package hourglass.train;

import hourglass.layers.AuxiliaryLoss;
import hourglass.network.Network;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Collects the {@linkplain AuxiliaryLoss terms} of a network's score over the batches of an epoch. */
final class AuxiliaryLosses {

    private static final class Sums {
        private double values;
        private double penalties;
    }

    private final List<AuxiliaryLoss> layers;
    private final Map<String, Sums> sums = new LinkedHashMap<>();

    AuxiliaryLosses(Network network) {
        layers = Arrays.stream(network.layers())
                .filter(AuxiliaryLoss.class::isInstance)
                .map(AuxiliaryLoss.class::cast)
                .toList();
    }

    /** Adds the terms of the batch, or of the segment of it, that the network saw last. */
    void add(int batch) {
        for (AuxiliaryLoss layer : layers) {
            Sums sum = sums.computeIfAbsent(layer.term(), name -> new Sums());
            sum.values += batch * layer.value();
            sum.penalties += batch * layer.weight() * layer.value();
        }
    }

    /**
     * Names, as the middle of a sentence, the part of the loss of the batch that the network saw last that is no number: the
     * first term on the way through the layers, or else the reconstruction; empty if there is nothing to choose from.
     */
    String fault() {
        if (layers.isEmpty()) {
            return "";
        }
        for (AuxiliaryLoss layer : layers) {
            if (!Double.isFinite(layer.value())) {
                return " because its term " + layer.term() + " is " + layer.value();
            }
        }
        return layers.stream()
                .map(layer -> String.format(Locale.ROOT, "%s is %.4g", layer.term(), layer.value()))
                .collect(Collectors.joining(" and ", " because of the reconstruction, while ", ""));
    }

    /**
     * The means over all examples since the last call.
     *
     * @param examples how many these are
     * @param divisor what brings a score down to the unit of the history's losses
     */
    List<History.Term> take(int examples, double divisor) {
        List<History.Term> means = sums.entrySet().stream()
                .map(sum -> new History.Term(
                        sum.getKey(), sum.getValue().values / examples, sum.getValue().penalties / examples / divisor))
                .toList();
        sums.clear();
        return means;
    }
}
