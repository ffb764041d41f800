package hourglass.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs the nine networks on every system, one process at a time, and writes {@code results.csv} and {@code results.md}.
 *
 * <p>System properties: {@code networks} and {@code systems} choose some of them, separated by commas (the names of
 * {@link Measurements} count as networks); {@code python} is
 * the Python of the peers' environment, by default that in {@code lib/benchmarks/.venv}; {@code rounds} is how often the
 * systems take turns, of which the best median counts.
 */
public final class Benchmark {

    private static final String HEADER = "network,system,variant,median_s,min_s,first_epoch_done_s,test_loss,peak_mb";
    private static final int EPOCHS = 6;

    /** One way to run a network. */
    private record Contestant(String system, String variant) {}

    private static final List<Contestant> ALL = List.of(
            new Contestant("hourglass", "engine"),
            new Contestant("keras", "plain"),
            new Contestant("keras", "jit"),
            new Contestant("pytorch", "eager"),
            new Contestant("pytorch", "channels-last"),
            new Contestant("pytorch", "compiled"),
            new Contestant("dl4j", "plain"));

    private record Row(
            String network,
            String system,
            String variant,
            double median,
            double least,
            String firstDone,
            String loss,
            String peak) {

        static Row of(String line) {
            String[] f = line.split(",", -1);
            return new Row(f[0], f[1], f[2], Double.parseDouble(f[3]), Double.parseDouble(f[4]), f[5], f[6], f[7]);
        }

        String csv() {
            return String.format(
                    Locale.ROOT,
                    "%s,%s,%s,%.4f,%.4f,%s,%s,%s",
                    network,
                    system,
                    variant,
                    median,
                    least,
                    firstDone,
                    loss,
                    peak);
        }
    }

    private final Path folder;
    private final Path python;
    private final String classPath;

    private Benchmark(Path folder) {
        this.folder = folder;
        python = Path.of(
                System.getProperty("python", folder.resolve(".venv/bin/python").toString()));
        classPath = System.getProperty("java.class.path");
    }

    /** Runs the benchmark; the argument is the folder {@code lib/benchmarks}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Benchmark(Path.of(arguments[0])).run();
    }

    private void run() throws IOException, InterruptedException {
        if (System.getenv("HOURGLASS_DATA") == null) {
            throw new IllegalStateException(
                    "The benchmark needs the real pictures: set HOURGLASS_DATA to the folder that"
                            + " holds fashion-mnist and olivetti-faces.");
        }
        List<String> chosen = chosen(
                "networks",
                Stream.concat(BenchmarkNetworks.NAMES.stream(), Measurements.NAMES.stream())
                        .toList());
        List<String> networks = chosen.stream()
                .filter(name -> !Measurements.NAMES.contains(name))
                .toList();
        List<String> systems = chosen("systems", List.of("hourglass", "keras", "pytorch", "dl4j"));
        int rounds = Integer.getInteger("rounds", 1);
        List<Row> rows = new ArrayList<>();
        for (String network : networks) {
            for (int round = 0; round < rounds; round++) {
                for (Contestant contestant : ALL) {
                    if (systems.contains(contestant.system())) {
                        rows.addAll(race(network, contestant));
                    }
                }
            }
        }
        if (!networks.isEmpty()) {
            publish(bestOf(merge(rows)));
        }
        new Measurements(folder, python, classPath)
                .run(chosen.stream().filter(Measurements.NAMES::contains).toList(), systems);
    }

    private void publish(List<Row> best) throws IOException {
        write(
                folder.resolve("results.csv"),
                HEADER + "\n" + String.join("\n", best.stream().map(Row::csv).toList()) + "\n");
        write(folder.resolve("results.md"), markdown(best));
        System.out.println(markdown(best));
    }

    private static List<String> chosen(String property, List<String> all) {
        String value = System.getProperty(property, "");
        return value.isBlank() ? all : Arrays.asList(value.split(","));
    }

    private List<Row> race(String network, Contestant contestant) throws IOException, InterruptedException {
        boolean java = !List.of("keras", "pytorch").contains(contestant.system());
        if (!java && !Files.exists(python)) {
            System.out.println(
                    "No peers: there is no Python at " + python + "; lib/benchmarks/requirements.txt says how.");
            return List.of();
        }
        int epochs = contestant.system().equals("dl4j") ? 3 : EPOCHS;
        List<String> command = java
                ? Child.java(
                        classPath, "2g", BenchmarkRun.class, network, Integer.toString(epochs), contestant.system())
                : List.of(
                        python.toString(),
                        folder.resolve(contestant.system().equals("keras") ? "peer_keras.py" : "peer_torch.py")
                                .toString(),
                        network,
                        Integer.toString(epochs),
                        contestant.variant());
        List<Row> rows = new ArrayList<>();
        for (String line : Child.lines(network + " on " + contestant, "ROW,", command)) {
            rows.add(Row.of(line));
        }
        return rows;
    }

    // Rows of networks or systems that this run left out stay as they were.
    private List<Row> merge(List<Row> fresh) throws IOException {
        Path file = folder.resolve("results.csv");
        List<Row> all = new ArrayList<>(fresh);
        if (Files.exists(file)) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.skip(1)
                        .map(Row::of)
                        .filter(old -> fresh.stream().noneMatch(row -> same(row, old)))
                        .forEach(all::add);
            }
        }
        return all;
    }

    private static boolean same(Row a, Row b) {
        return a.network().equals(b.network())
                && a.system().equals(b.system())
                && (a.variant().equals(b.variant()) || a.system().equals("dl4j"));
    }

    private static List<Row> bestOf(List<Row> rows) {
        List<Row> best = new ArrayList<>();
        for (Row row : rows) {
            if (rows.stream().noneMatch(other -> same(other, row) && other.median() < row.median())
                    && best.stream().noneMatch(other -> same(other, row))) {
                best.add(row);
            }
        }
        List<String> order = BenchmarkNetworks.NAMES.stream()
                .flatMap(name -> Stream.of(name, name + "-inference"))
                .toList();
        best.sort(Comparator.comparingInt((Row row) -> order.indexOf(row.network()))
                .thenComparingInt(row -> ALL.indexOf(ALL.stream()
                        .filter(c -> c.system().equals(row.system())
                                && (c.variant().equals(row.variant())
                                        || c.system().equals("dl4j")))
                        .findFirst()
                        .orElse(ALL.get(0)))));
        return best;
    }

    private static String markdown(List<Row> rows) {
        StringBuilder table = new StringBuilder(
                """
                | network | this engine, s | best peer, s | which | engine / best peer | plain DL4J, s | DL4J / engine | first epoch done, engine and Keras, s | loss, engine and best peer | peak MB, engine and Keras |
                | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
                """);
        for (String network : rows.stream().map(Row::network).distinct().toList()) {
            Optional<Row> engine = fastest(rows, network, "hourglass");
            if (engine.isEmpty()) {
                continue;
            }
            Optional<Row> keras = fastest(rows, network, "keras");
            Optional<Row> peer = Stream.of(keras, fastest(rows, network, "pytorch"))
                    .flatMap(Optional::stream)
                    .min(Comparator.comparingDouble(Row::median));
            Optional<Row> plain = fastest(rows, network, "dl4j");
            double own = engine.get().median();
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.3f | %s | %s | %s | %s | %s | %s | %s | %s |%n",
                    network,
                    own,
                    peer.map(row -> String.format(Locale.ROOT, "%.3f", row.median()))
                            .orElse("–"),
                    peer.map(row -> row.system() + " " + row.variant()).orElse("–"),
                    peer.map(row -> String.format(Locale.ROOT, "%.2f", own / row.median()))
                            .orElse("–"),
                    plain.map(row -> String.format(
                                    Locale.ROOT,
                                    "%.1f%s",
                                    row.median(),
                                    row.variant().equals("extrapolated") ? " (extrapolated)" : ""))
                            .orElse("–"),
                    plain.map(row -> String.format(Locale.ROOT, "%.1f", row.median() / own))
                            .orElse("–"),
                    engine.get().firstDone() + ", " + keras.map(Row::firstDone).orElse("–"),
                    engine.get().loss() + ", " + peer.map(Row::loss).orElse("–"),
                    engine.get().peak() + ", " + keras.map(Row::peak).orElse("–")));
        }
        return table.toString();
    }

    private static Optional<Row> fastest(List<Row> rows, String network, String system) {
        return rows.stream()
                .filter(row -> row.network().equals(network) && row.system().equals(system))
                .min(Comparator.comparingDouble(Row::median));
    }

    static void write(Path file, String text) throws IOException {
        Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "results", ".part");
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
