package hourglass.benchmark;

import hourglass.testing.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs the nine networks on every system, one process at a time, and writes {@code results.csv} and {@code results.md}.
 *
 * <p>System properties: {@code networks} and {@code systems} choose some of them, separated by commas (the names of
 * {@link Measurements} count as networks; {@link EngineModes} is a system of its own); {@code python} is
 * the Python of the peers' environment, by default that in {@code lib/benchmarks/.venv}; {@code rounds} is how often the
 * systems take turns at most: all once, then all again, and from the second time on only while the medians of a system differ
 * by more than a tenth. The median of the rounds counts. What is measured of a network is written before the next begins.
 */
public final class Benchmark {

    private static final int EPOCHS = 6;
    // Rounds whose medians differ by more do not agree yet.
    private static final double SPREAD = 0.1;

    /** One way to run a network. */
    private record Contestant(String system, String variant) {}

    private static final List<Contestant> ALL = List.of(
            new Contestant("hourglass", "engine"),
            new Contestant("keras", "plain"),
            new Contestant("keras", "jit"),
            new Contestant("pytorch", "eager"),
            new Contestant("pytorch", "channels-last"),
            new Contestant("pytorch", "compiled"),
            new Contestant("jax", "scan"),
            new Contestant("jax", "steps"),
            new Contestant("dl4j", "plain"),
            new Contestant("dl4j", "extrapolated"));
    private static final Map<String, String> SCRIPTS =
            Map.of("keras", "peer_keras.py", "pytorch", "peer_torch.py", "jax", "peer_jax.py");

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
        List<String> systems =
                chosen("systems", List.of("hourglass", "keras", "pytorch", "jax", "onnxruntime", "dl4j"));
        int rounds = Integer.getInteger("rounds", 1);
        if (systems.equals(List.of(EngineModes.SYSTEM))) {
            new EngineModes(folder, classPath).run(networks, rounds);
            return;
        }
        for (String network : networks) {
            publish(BenchmarkRow.overRounds(rounds(network, systems, rounds)));
        }
        new Measurements(folder, python, classPath)
                .run(chosen.stream().filter(Measurements.NAMES::contains).toList(), systems);
    }

    /** All systems once, then all again, until they agree or took so many turns. */
    private List<BenchmarkRow> rounds(String network, List<String> systems, int most)
            throws IOException, InterruptedException {
        List<BenchmarkRow> rows = new ArrayList<>();
        for (int round = 0; round < most && (round < 2 || !agree(rows)); round++) {
            for (Contestant contestant : ALL) {
                // Deeplearning4j itself says whether it was cut.
                if (systems.contains(contestant.system())
                        && !contestant.variant().equals("extrapolated")) {
                    rows.addAll(race(network, contestant));
                }
            }
        }
        return rows;
    }

    // Plain Deeplearning4j is ten times as slow or more: some per cent decide nothing, and its rounds are long.
    private static boolean agree(List<BenchmarkRow> rows) {
        return BenchmarkRow.agree(
                rows.stream().filter(row -> !row.system().equals("dl4j")).toList(), SPREAD);
    }

    private void publish(List<BenchmarkRow> fresh) throws IOException {
        Path file = folder.resolve("results.csv");
        List<BenchmarkRow> old = List.of();
        if (Files.exists(file)) {
            try (Stream<String> lines = Files.lines(file)) {
                old = lines.skip(1).map(BenchmarkRow::of).toList();
            }
        }
        List<BenchmarkRow> rows = BenchmarkRow.replaced(
                old,
                fresh,
                BenchmarkNetworks.NAMES,
                ALL.stream().map(each -> each.system() + " " + each.variant()).toList());
        write(
                file,
                BenchmarkRow.HEADER + "\n"
                        + String.join("\n", rows.stream().map(BenchmarkRow::csv).toList()) + "\n");
        write(folder.resolve("results.md"), BenchmarkTable.of(rows));
        System.out.println(BenchmarkTable.of(rows));
    }

    private static List<String> chosen(String property, List<String> all) {
        String value = System.getProperty(property, "");
        return value.isBlank() ? all : Arrays.asList(value.split(","));
    }

    private List<BenchmarkRow> race(String network, Contestant contestant) throws IOException, InterruptedException {
        boolean java = !SCRIPTS.containsKey(contestant.system());
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
                        folder.resolve(SCRIPTS.get(contestant.system())).toString(),
                        network,
                        Integer.toString(epochs),
                        contestant.variant());
        List<BenchmarkRow> rows = new ArrayList<>();
        for (String line : Child.lines(network + " on " + contestant, "ROW,", command)) {
            rows.add(BenchmarkRow.of(line));
        }
        return rows;
    }

    static void write(Path file, String text) throws IOException {
        Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "results", ".part");
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
