package hourglass.benchmark;

import hourglass.testing.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the seconds of an epoch do not show, one process at a time, written to {@code measurements.csv} and
 * {@code measurements.md}: the time to a loss against Keras, memory over a thousand epochs, what surrounds a batch, and one
 * picture at a time against PyTorch, JAX and ONNX Runtime.
 */
final class Measurements {

    private static final String ONE_PICTURE = "one-picture";

    /** What can be measured. */
    static final List<String> NAMES = List.of("time-to-loss", "steady-memory", "pipeline", ONE_PICTURE);

    private static final String HEADER = "measurement,system,variant,value,unit";
    // The tutorials' loss of 784-32-784 on MNIST, and their epochs.
    private static final String TARGET = "0.0932";
    private static final String MOST_EPOCHS = "100";

    private static final List<String> ONE_PICTURE_NETWORKS = List.of("shallow", "conv", "lstm");

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
            if (name.equals(ONE_PICTURE)) {
                for (String network : ONE_PICTURE_NETWORKS) {
                    lines.addAll(onePicture(network, systems));
                }
                continue;
            }
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
        List<String> all = merged(old(), lines);
        Benchmark.write(folder.resolve("measurements.csv"), HEADER + "\n" + String.join("\n", all) + "\n");
        String table = table(all);
        Benchmark.write(folder.resolve("measurements.md"), table);
        System.out.println(table);
    }

    /** The file that ONNX Runtime reads is written by the engine's process, and is gone afterwards. */
    private List<String> onePicture(String network, List<String> systems) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        Path file = Files.createTempFile("one-picture", ".onnx");
        try {
            boolean onnx = systems.contains("onnxruntime");
            if (systems.contains("hourglass") || onnx) {
                lines.addAll(Child.lines(
                        ONE_PICTURE + " of " + network,
                        "MEASURED,",
                        Child.java(classPath, "2g", MeasurementRun.class, ONE_PICTURE, network, file.toString())));
            }
            if (systems.contains("pytorch")) {
                lines.addAll(peer("peer_torch.py", network, ONE_PICTURE));
            }
            if (systems.contains("jax")) {
                lines.addAll(peer("peer_jax.py", network, ONE_PICTURE));
            }
            if (onnx && Files.size(file) > 0) {
                lines.addAll(peer("peer_onnx.py", network, file.toString()));
            }
        } finally {
            Files.deleteIfExists(file);
        }
        return lines;
    }

    private List<String> peer(String script, String... arguments) throws IOException, InterruptedException {
        if (!Files.exists(python)) {
            return List.of();
        }
        List<String> command = new ArrayList<>(
                List.of(python.toString(), folder.resolve(script).toString()));
        command.addAll(List.of(arguments));
        return Child.lines(script + " " + String.join(" ", arguments), "MEASURED,", command);
    }

    /** The lines as a table, in Markdown. */
    static String table(List<String> lines) {
        StringBuilder table = new StringBuilder("| measurement | system | value |\n| --- | --- | --- |\n");
        for (String line : lines) {
            String[] f = line.split(",", -1);
            String value = f[3].isEmpty() ? "not reached" : f[3] + " " + f[4];
            table.append("| %s | %s %s | %s |%n".formatted(f[0], f[1], f[2], value));
        }
        return table.toString();
    }

    private List<String> old() throws IOException {
        Path file = folder.resolve("measurements.csv");
        if (!Files.exists(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.skip(1).toList();
        }
    }

    /** The old lines, but for those that were measured again, and the fresh ones, in order. */
    static List<String> merged(List<String> old, List<String> fresh) {
        return Stream.concat(fresh.stream(), old.stream().filter(line -> fresh.stream()
                        .noneMatch(each -> key(each).equals(key(line)))))
                .sorted()
                .toList();
    }

    private static List<String> key(String line) {
        return List.of(line.split(",", -1)).subList(0, 3);
    }
}
