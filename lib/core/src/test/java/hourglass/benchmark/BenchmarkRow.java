package hourglass.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What one network took on one system: a line of {@code results.csv}.
 *
 * @param median seconds of a warm epoch, or of a run of inference
 * @param least seconds of the fastest one
 * @param firstDone seconds from the start of the process to the end of the first epoch; not a number if there is none
 * @param loss the loss of test pictures; not a number if there is none
 * @param peak megabytes that the process held at most
 * @param rounds of how many processes this is the median
 * @param spread by how many per cent of {@code median} the rounds' medians differ at most
 */
record BenchmarkRow(
        String network,
        String system,
        String variant,
        double median,
        double least,
        double firstDone,
        double loss,
        long peak,
        int rounds,
        double spread) {

    static final String HEADER =
            "network,system,variant,median_s,min_s,first_epoch_done_s,test_loss,peak_mb,rounds,spread_percent";

    private static final int FIELDS_OF_A_PROCESS = 8;
    private static final int FIELDS = 10;
    private static final String CUT = "extrapolated";

    /** Reads a line of a process, which knows of no rounds, or of {@code results.csv}. */
    static BenchmarkRow of(String line) {
        String[] f = line.split(",", -1);
        if (f.length != FIELDS_OF_A_PROCESS && f.length != FIELDS) {
            throw new IllegalArgumentException("\"" + line + "\" is no row of the benchmark: it has " + f.length
                    + " fields and should have " + FIELDS_OF_A_PROCESS + " or " + FIELDS + ".");
        }
        boolean rounds = f.length == FIELDS;
        try {
            return new BenchmarkRow(
                    f[0],
                    f[1],
                    f[2],
                    Double.parseDouble(f[3]),
                    Double.parseDouble(f[4]),
                    optional(f[5]),
                    optional(f[6]),
                    Long.parseLong(f[7]),
                    rounds ? Integer.parseInt(f[8]) : 1,
                    rounds ? Double.parseDouble(f[9]) : 0);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + line + "\" is no row of the benchmark: a number of it cannot be read.", e);
        }
    }

    private static double optional(String field) {
        return field.isEmpty() ? Double.NaN : Double.parseDouble(field);
    }

    String csv() {
        return String.join(
                ",",
                network,
                system,
                variant,
                number("%.4f", median),
                number("%.4f", least),
                number("%.2f", firstDone),
                number("%.5f", loss),
                Long.toString(peak),
                Integer.toString(rounds),
                number("%.1f", spread));
    }

    static String number(String format, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }

    /** Whether both are the same network on the same system; Deeplearning4j may be cut in one round and not in another. */
    boolean same(BenchmarkRow other) {
        return network.equals(other.network)
                && system.equals(other.system)
                && (variant.equals(other.variant) || system.equals("dl4j"));
    }

    /** Makes one row of the rows of several rounds: medians, and the least second of all. */
    static List<BenchmarkRow> overRounds(List<BenchmarkRow> rows) {
        List<BenchmarkRow> merged = new ArrayList<>();
        for (BenchmarkRow row : rows) {
            if (merged.stream().noneMatch(row::same)) {
                merged.add(merge(rows.stream().filter(row::same).toList()));
            }
        }
        return merged;
    }

    private static BenchmarkRow merge(List<BenchmarkRow> rounds) {
        BenchmarkRow first = rounds.stream()
                .filter(row -> row.variant.equals(CUT))
                .findFirst()
                .orElse(rounds.get(0));
        double[] medians = sorted(rounds, BenchmarkRow::median);
        double median = median(medians);
        return new BenchmarkRow(
                first.network,
                first.system,
                first.variant,
                median,
                sorted(rounds, BenchmarkRow::least)[0],
                median(sorted(rounds, BenchmarkRow::firstDone)),
                median(sorted(rounds, BenchmarkRow::loss)),
                Math.round(median(sorted(rounds, BenchmarkRow::peak))),
                rounds.size(),
                100 * (medians[medians.length - 1] - medians[0]) / median);
    }

    /**
     * Whether the rounds agree on every row: of two rounds both, of more two thirds of them lie within this share of the
     * median. A round that something else disturbed is outvoted so. One round is no agreement.
     */
    static boolean agree(List<BenchmarkRow> rows, double share) {
        return rows.stream().allMatch(row -> {
            double[] medians = sorted(rows.stream().filter(row::same).toList(), BenchmarkRow::median);
            int most = (2 * medians.length + 2) / 3;
            double spread = Double.POSITIVE_INFINITY;
            for (int i = 0; medians.length > 1 && i + most <= medians.length; i++) {
                spread = Math.min(spread, medians[i + most - 1] - medians[i]);
            }
            return spread <= share * median(medians);
        });
    }

    private static double[] sorted(List<BenchmarkRow> rows, ToDoubleFunction<BenchmarkRow> value) {
        return rows.stream()
                .mapToDouble(value)
                .filter(number -> !Double.isNaN(number))
                .sorted()
                .toArray();
    }

    /** The median of sorted numbers; not a number if there are none. */
    static double median(double[] sorted) {
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** The old rows with the fresh ones in the place of those that were measured again, in the order of the lists. */
    static List<BenchmarkRow> replaced(
            List<BenchmarkRow> old, List<BenchmarkRow> fresh, List<String> networks, List<String> variants) {
        List<BenchmarkRow> all = new ArrayList<>(fresh);
        old.stream().filter(row -> fresh.stream().noneMatch(row::same)).forEach(all::add);
        List<String> order = networks.stream()
                .flatMap(name -> Arrays.asList(name, name + "-inference").stream())
                .toList();
        all.sort(Comparator.comparingInt((BenchmarkRow row) -> order.indexOf(row.network))
                .thenComparingInt(row -> variants.indexOf(row.system + " " + row.variant)));
        return all;
    }
}
