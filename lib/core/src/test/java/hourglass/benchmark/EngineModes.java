package hourglass.benchmark;

import hourglass.testing.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs networks on the engine in four ways, which take turns, and writes {@code engine-modes.csv} and {@code engine-modes.md}: with
 * oneDNN and two threads, the same with one thread, and twice without oneDNN, once with the kernels that OpenBLAS chooses for this
 * processor and once with those for AVX2.
 */
final class EngineModes {

    /** The name by which the benchmark is asked for this. */
    static final String SYSTEM = "modes";

    private static final int EPOCHS = 4;
    private static final String INFERENCE = "-inference";

    /** One way to run the engine. */
    private record Mode(String name, List<String> options, Map<String, String> environment) {}

    private static final List<Mode> MODES = List.of(
            new Mode("onednn", List.of(), Map.of()),
            new Mode("one-thread", List.of("-Dhourglass.threads=1"), Map.of()),
            new Mode("portable", List.of("-Dhourglass.accelerate=portable"), Map.of()),
            new Mode(
                    "portable-avx2",
                    List.of("-Dhourglass.accelerate=portable"),
                    Map.of("OPENBLAS_CORETYPE", "Haswell")));

    private final Path folder;
    private final String classPath;

    EngineModes(Path folder, String classPath) {
        this.folder = folder;
        this.classPath = classPath;
    }

    void run(List<String> networks, int rounds) throws IOException, InterruptedException {
        Map<String, Map<String, Double>> seconds = new LinkedHashMap<>();
        for (String network : networks) {
            Map<String, List<Double>> measured = new LinkedHashMap<>();
            for (int round = 0; round < rounds; round++) {
                for (Mode mode : MODES) {
                    for (String line : Child.lines(
                            network + " on " + mode.name(), "ROW,", command(network, mode), mode.environment())) {
                        BenchmarkRow row = BenchmarkRow.of(line);
                        String key = row.network() + "," + mode.name();
                        measured.computeIfAbsent(key, any -> new ArrayList<>()).add(row.median());
                    }
                }
            }
            measured.forEach((key, values) -> seconds.computeIfAbsent(key.split(",")[0], any -> new LinkedHashMap<>())
                    .put(key.split(",")[1], median(values)));
            StringBuilder csv = new StringBuilder("network,mode,median_s\n");
            seconds.forEach((name, modes) ->
                    modes.forEach((mode, value) -> csv.append(name + "," + mode + "," + value + "\n")));
            Benchmark.write(folder.resolve("engine-modes.csv"), csv.toString());
            Benchmark.write(folder.resolve("engine-modes.md"), table(seconds));
        }
        System.out.println(table(seconds));
    }

    private List<String> command(String network, Mode mode) {
        List<String> command = new ArrayList<>(
                Child.java(classPath, "2g", BenchmarkRun.class, network, Integer.toString(EPOCHS), "hourglass"));
        command.addAll(1, mode.options());
        return command;
    }

    /**
     * The table, in Markdown.
     *
     * @param seconds for each network, and for each network's inference, the seconds of each mode
     */
    static String table(Map<String, Map<String, Double>> seconds) {
        StringBuilder table =
                new StringBuilder("| network | with oneDNN | without | ratio | without, OpenBLAS for AVX2 | ratio"
                        + " | one thread, with oneDNN | gain of the second | share that stays with one thread |\n"
                        + "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        seconds.forEach((name, modes) -> {
            if (modes.size() == MODES.size()) {
                double two = modes.get("onednn");
                double one = modes.get("one-thread");
                table.append(String.format(
                        Locale.ROOT,
                        "| %s | %.3f | %.3f | %.2f | %.3f | %.2f | %.3f | %.2f | %s |%n",
                        name.replace(INFERENCE, ", inference"),
                        two,
                        modes.get("portable"),
                        modes.get("portable") / two,
                        modes.get("portable-avx2"),
                        modes.get("portable-avx2") / two,
                        one,
                        one / two,
                        name.endsWith(INFERENCE)
                                ? ""
                                : String.format(Locale.ROOT, "%.0f %%", 100 * serialShare(one, two))));
            }
        });
        return table.toString();
    }

    /**
     * Returns the share of the work that does not become faster with a second thread, by Amdahl's law: with {@code s} of it two
     * threads take s + (1 − s)/2 of the time of one.
     *
     * @return from 0 to 1
     */
    static double serialShare(double oneThread, double twoThreads) {
        return Math.max(0, Math.min(1, 2 * twoThreads / oneThread - 1));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int n = sorted.size();
        return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    }
}
