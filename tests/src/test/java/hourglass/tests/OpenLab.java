package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.tools.Lab;
import hourglass.tools.Project;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JupyterLab on a trial's notebooks, opened in a process of its own as {@code mvn -Plab} opens it, with a reader's
 * settings of its own.
 *
 * <pre>{@code
 * try (OpenLab lab = OpenLab.on(trial, "--no-browser", Map.of())) {
 *     lab.address(); // http://127.0.0.1:8888/
 * }
 * }</pre>
 */
final class OpenLab implements AutoCloseable {
    private static final Pattern SENTENCE = Pattern.compile(
            "JupyterLab is open at (http://127\\.0\\.0\\.1:(\\d+)/)lab\\?token=(\\w{20,}) \\(Ctrl-C ends it\\)\\.");
    // Lab itself kills what has not ended after twelve.
    private static final long SECONDS_TO_END = 20;

    private final Process process;
    private final BufferedReader said;
    private final Matcher sentence;

    private OpenLab(Process process) throws IOException {
        this.process = process;
        said = process.inputReader();
        String line = said.readLine();
        sentence = SENTENCE.matcher(String.valueOf(line));
        if (!sentence.matches()) {
            process.destroyForcibly();
        }
        assertThat(sentence.matches()).as(line).isTrue();
    }

    /**
     * Opens it.
     *
     * @param arguments for JupyterLab, divided by blanks
     * @param environment what JupyterLab and its kernels find beside this process's own
     */
    static OpenLab on(Trial trial, String arguments, Map<String, String> environment) throws IOException {
        Path settings = trial.project().root().resolve("settings");
        Files.createDirectories(settings);
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dhourglass.root=" + Trial.real().root(),
                        OnTrial.class.getName(),
                        trial.project().root().toString(),
                        arguments)
                .redirectErrorStream(true);
        // Neither the settings nor the open tabs nor the trust of whoever runs the tests.
        builder.environment().put("JUPYTER_CONFIG_DIR", settings.toString());
        builder.environment().put("JUPYTER_DATA_DIR", settings.resolve("data").toString());
        builder.environment().putAll(environment);
        return new OpenLab(builder.start());
    }

    /** The server's address, which ends with a slash. */
    String address() {
        return sentence.group(1);
    }

    int port() {
        return Integer.parseInt(sentence.group(2));
    }

    String token() {
        return sentence.group(3);
    }

    /** The process of {@code mvn -Plab}, whose descendants are JupyterLab and the kernels. */
    Process process() {
        return process;
    }

    /** Asks it to end; returns what it said after its address, or null. */
    String end() throws IOException, InterruptedException {
        process.toHandle().destroy(); // Unlike destroy() of the process, it leaves its output open.
        String more = said.readLine();
        assertThat(process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)).isTrue();
        return more;
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> all = process.descendants().toList(); // Later they would be somebody else's.
        process.toHandle().destroy();
        try {
            process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        said.close();
    }

    /** Opens the lab on the trial's notebooks with the real environment. */
    static final class OnTrial {
        private OnTrial() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            Lab.open(Project.at(Path.of(arguments[0])), Trial.python(), List.of(arguments[1].split(" ")));
        }
    }
}
