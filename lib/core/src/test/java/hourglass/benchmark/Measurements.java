package hourglass.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the seconds of an epoch do not show, one process at a time, written to {@code measurements.csv} and
 * {@code measurements.md}: the time to a loss against Keras, memory over a thousand epochs, and what surrounds a batch.
 */
final class Measurements {

    /** What can be measured. */
    static final List<String> NAMES = List.of("time-to-loss", "steady-memory", "pipeline");

    private static final String HEADER = "measurement,system,variant,value,unit";
    // The tutorials' loss of 784-32-784 on MNIST, and their epochs.
    private static final String TARGET = "0.0932";
    private static final String MOST_EPOCHS = "100";

    private final Path folder;
    private final Path python;
    private final String classPath;

    Measurements(Path folder, Path python, String classPath) {
        this.folder = folder;
        this.python = python;
        this.classPath = classPath;
    }

    /** Measures what is named, the peers only when they were chosen and are there; other lines stay as they were. */
    void run(List<String> names, List<String> systems) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            if (systems.contains("hourglass")) {
                // A small heap, so that what the collector has not yet taken is not mistaken for growth.
                String heap = name.equals("steady-memory") ? "256m" : "2g";
                lines.addAll(Child.lines(
                        name,
                        "MEASURED,",
                        Child.java(classPath, heap, MeasurementRun.class, name, TARGET, MOST_EPOCHS)));
            }
            if (name.equals("time-to-loss") && systems.contains("keras") && Files.exists(python)) {
                for (String variant : List.of("plain", "jit")) {
                    lines.addAll(Child.lines(
                            name + " on keras " + variant,
                            "MEASURED,",
                            List.of(
                                    python.toString(),
                                    folder.resolve("time_to_loss_keras.py").toString(),
                                    TARGET,
                                    MOST_EPOCHS,
                                    variant)));
                }
            }
        }
        if (lines.isEmpty()) {
            return;
        }
        List<String> all = merged(lines);
        Benchmark.write(folder.resolve("measurements.csv"), HEADER + "\n" + String.join("\n", all) + "\n");
        StringBuilder table = new StringBuilder("| measurement | system | value |\n| --- | --- | --- |\n");
        for (String line : all) {
            String[] f = line.split(",", -1);
            String value = f[3].isEmpty() ? "not reached" : f[3] + " " + f[4];
            table.append("| %s | %s %s | %s |%n".formatted(f[0], f[1], f[2], value));
        }
        Benchmark.write(folder.resolve("measurements.md"), table.toString());
        System.out.println(table);
    }

    private List<String> merged(List<String> fresh) throws IOException {
        List<String> all = new ArrayList<>(fresh);
        Path file = folder.resolve("measurements.csv");
        if (Files.exists(file)) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.skip(1)
                        .filter(old ->
                                fresh.stream().noneMatch(line -> key(line).equals(key(old))))
                        .forEach(all::add);
            }
        }
        all.sort(null);
        return all;
    }

    private static List<String> key(String line) {
        return List.of(line.split(",", -1)).subList(0, 3);
    }
}
