package hourglass.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A process of a benchmark, with two threads, that prints rows. */
public final class Child {

    private static final String THREADS = "2";

    private Child() {}

    /**
     * The command that runs a class of ours.
     *
     * @param heap at most this size, such as "2g"
     * @param type has a main method
     */
    public static List<String> java(String classPath, String heap, Class<?> type, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx" + heap,
                "-XX:ActiveProcessorCount=" + THREADS,
                "-cp",
                classPath,
                type.getName()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /** As {@link #lines(String, String, List, Map)}, with the environment of this process. */
    public static List<String> lines(String name, String mark, List<String> command)
            throws IOException, InterruptedException {
        return lines(name, mark, command, Map.of());
    }

    /**
     * Runs a command to its end; where it fails, its last lines are printed.
     *
     * @param name what is said to have failed
     * @param mark how the lines begin that are of interest
     * @param environment variables that the process has beside those of this one
     * @return these lines without the mark; none if the process printed none
     */
    public static List<String> lines(String name, String mark, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("STARTED", Double.toString(System.currentTimeMillis() / 1e3));
        builder.environment().put("THREADS", THREADS);
        builder.environment().put("OMP_NUM_THREADS", THREADS);
        builder.environment().putAll(environment);
        Process process = builder.start();
        List<String> lines = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(mark)) {
                    lines.add(line.substring(mark.length()));
                    System.out.println(line.substring(mark.length()));
                } else {
                    rest.add(line);
                }
            }
        }
        if (process.waitFor() != 0 || lines.isEmpty()) {
            System.out.println(name + " failed:");
            rest.stream().skip(Math.max(0, rest.size() - 25)).forEach(System.out::println);
        }
        return lines;
    }
}
