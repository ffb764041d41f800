package hourglass.benchmark;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The rows as a table for a reader, with the engine's ratios to the others: {@code results.md}. */
final class BenchmarkTable {

    private static final List<String> COLUMNS = List.of(
            "network",
            "this engine, s",
            "best of Keras and PyTorch, s",
            "which",
            "engine / best of Keras and PyTorch",
            "JAX, s",
            "engine / JAX",
            "plain DL4J, s",
            "DL4J / engine",
            "first epoch done, engine, Keras, PyTorch and JAX, s",
            "loss, engine, best of Keras and PyTorch, and JAX",
            "peak MB, engine",
            "leanest peer, MB",
            "which",
            "engine / leanest peer");
    private static final List<String> PEERS = List.of("keras", "pytorch", "jax");
    private static final String NONE = "–";

    private final List<BenchmarkRow> rows;

    private BenchmarkTable(List<BenchmarkRow> rows) {
        this.rows = rows;
    }

    /** The table, in Markdown; networks that were not measured on the engine are left out. */
    static String of(List<BenchmarkRow> rows) {
        BenchmarkTable table = new BenchmarkTable(rows);
        StringBuilder text = new StringBuilder(line(COLUMNS))
                .append(line(COLUMNS.stream().map(column -> "---").toList()));
        for (String network :
                rows.stream().map(BenchmarkRow::network).distinct().toList()) {
            table.fastest(network, "hourglass").ifPresent(engine -> text.append(line(table.cells(network, engine))));
        }
        return text.toString();
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private List<String> cells(String network, BenchmarkRow engine) {
        Optional<BenchmarkRow> keras = fastest(network, "keras");
        Optional<BenchmarkRow> pytorch = fastest(network, "pytorch");
        Optional<BenchmarkRow> jax = fastest(network, "jax");
        Optional<BenchmarkRow> plain = fastest(network, "dl4j");
        Optional<BenchmarkRow> best = Stream.of(keras, pytorch)
                .flatMap(Optional::stream)
                .min(Comparator.comparingDouble(BenchmarkRow::median));
        Optional<BenchmarkRow> leanest = rows.stream()
                .filter(row -> row.network().equals(network) && PEERS.contains(row.system()) && row.peak() > 0)
                .min(Comparator.comparingLong(BenchmarkRow::peak));
        double own = engine.median();
        return List.of(
                network,
                cell("%.3f", own),
                best.map(row -> cell("%.3f", row.median())).orElse(NONE),
                best.map(BenchmarkTable::name).orElse(NONE),
                best.map(row -> cell("%.2f", own / row.median())).orElse(NONE),
                jax.map(row -> cell("%.3f", row.median())).orElse(NONE),
                jax.map(row -> cell("%.2f", own / row.median())).orElse(NONE),
                plain.map(row -> cell("%.1f", row.median())
                                + (row.variant().equals("extrapolated") ? " (extrapolated)" : ""))
                        .orElse(NONE),
                plain.map(row -> cell("%.1f", row.median() / own)).orElse(NONE),
                several("%.2f", BenchmarkRow::firstDone, Optional.of(engine), keras, pytorch, jax),
                several("%.5f", BenchmarkRow::loss, Optional.of(engine), best, jax),
                engine.peak() > 0 ? Long.toString(engine.peak()) : NONE,
                leanest.map(row -> Long.toString(row.peak())).orElse(NONE),
                leanest.map(BenchmarkTable::name).orElse(NONE),
                leanest.filter(row -> engine.peak() > 0)
                        .map(row -> cell("%.2f", (double) engine.peak() / row.peak()))
                        .orElse(NONE));
    }

    private Optional<BenchmarkRow> fastest(String network, String system) {
        return rows.stream()
                .filter(row -> row.network().equals(network) && row.system().equals(system))
                .min(Comparator.comparingDouble(BenchmarkRow::median));
    }

    private static String name(BenchmarkRow row) {
        return row.system() + " " + row.variant();
    }

    private static String cell(String format, double value) {
        return Double.isNaN(value) ? NONE : BenchmarkRow.number(format, value);
    }

    @SafeVarargs
    private static String several(String format, Function<BenchmarkRow, Double> value, Optional<BenchmarkRow>... rows) {
        return String.join(
                ", ",
                Stream.of(rows)
                        .map(row ->
                                row.map(each -> cell(format, value.apply(each))).orElse(NONE))
                        .toList());
    }
}
