package hourglass.tools;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Makes the Python environment and opens JupyterLab on the lessons, for this machine only; Ctrl-C ends it. */
public final class Lab {
    // As many random bytes as Jupyter takes for a token of its own.
    private static final int TOKEN_BYTES = 24;
    // JupyterLab needs a few seconds, and more on a slow disk. After these its address is not announced any more.
    private static final long SECONDS_TO_START = 120;
    // A Ctrl-C in the terminal has reached JupyterLab, too, and is enough for it to end.
    private static final long SECONDS_AFTER_INTERRUPT = 2;
    // Each kernel is asked to end and may take its time; what is left afterwards is killed.
    private static final long SECONDS_TO_END = 10;
    // JupyterLab would ask whether it may fetch news, which are not about the lessons. What the reader sets has
    // precedence.
    private static final String SETTINGS =
            "{\"@jupyterlab/apputils-extension:notification\": {\"fetchNews\": \"false\"}}";

    private Lab() {}

    /**
     * Opens JupyterLab; the system property {@code lab.args} holds further arguments for it, divided by blanks. With {@code
     * lab.open=false} all is made ready and nothing is opened, as a container's image wants it.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Project project = Project.ofThisBuild();
        try {
            JavaRuntime.check();
            PythonEnvironment python = PythonEnvironment.of(project).ready();
            if (System.getProperty("lab.open", "true").equals("false")) {
                System.out.println("The library and the Python environment are ready: run mvn -Plab, or "
                        + project.root().relativize(python.python()) + " -m jupyterlab.");
                return;
            }
            int code = open(project, python, words(System.getProperty("lab.args", "")));
            if (code != 0) {
                System.err.println("JupyterLab ended with code " + code + "; "
                        + project.root().relativize(log(project)) + " says why: " + lastLine(log(project)));
                System.exit(1);
            }
        } catch (EnvironmentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** The file into which JupyterLab and the kernels write their logs, so that the terminal shows the address alone. */
    private static Path log(Project project) throws IOException {
        return Files.createDirectories(project.executed().getParent()).resolve("lab.log");
    }

    private static String lastLine(Path log) throws IOException {
        return Files.readString(log).lines().filter(line -> !line.isBlank()).reduce("nothing", (before, line) -> line);
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    /**
     * Opens JupyterLab on a project's notebooks, prints its address, and waits for its end.
     *
     * @param python the environment, ready
     * @param arguments further ones for JupyterLab
     * @return its exit code
     * @throws IOException when it cannot be started or a file of its settings cannot be written
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    public static int open(Project project, PythonEnvironment python, List<String> arguments)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("hourglass-lab");
        var command = new ArrayList<>(List.of(
                "-m",
                "jupyterlab",
                "--ServerApp.ip=127.0.0.1",
                "--ServerApp.root_dir=" + project.notebooks(),
                "--ServerApp.answer_yes=True", // Ctrl-C ends it without a question.
                "--LabApp.news_url=None",
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
                "--ServerApp.log_level=ERROR",
                "--LabApp.log_level=ERROR"));
        if (System.getProperty("user.name").equals("root")) { // As in a container; JupyterLab refuses it otherwise.
            command.add("--ServerApp.allow_root=True");
        }
        command.addAll(arguments);
        ProcessBuilder builder = python.command(command.toArray(String[]::new))
                .directory(project.notebooks().toFile());
        // As a variable, since other users of the machine can read the arguments of a process.
        builder.environment().put("JUPYTER_TOKEN", token());
        builder.environment().put("JUPYTER_RUNTIME_DIR", folder.toString());
        Path settings = Files.createDirectories(folder.resolve("labconfig"));
        Files.writeString(settings.resolve("default_setting_overrides.json"), SETTINGS);
        builder.environment()
                .merge("JUPYTER_CONFIG_PATH", folder.toString(), (given, ours) -> given + File.pathSeparator + ours);
        Process lab = builder.redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(log(project).toFile())
                .start();
        var end = new Thread(() -> end(lab, folder));
        Runtime.getRuntime().addShutdownHook(end);
        try {
            announce(lab, folder);
            return lab.waitFor();
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static String token() {
        var bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Says where JupyterLab is, as soon as it has found a free port and written that down. */
    private static void announce(Process lab, Path folder) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_START);
        Optional<JsonObject> server = server(folder);
        while (server.isEmpty() && System.nanoTime() < deadline) {
            if (lab.waitFor(200, TimeUnit.MILLISECONDS)) {
                return;
            }
            server = server(folder);
        }
        server.ifPresent(found -> System.out.println("JupyterLab is open at http://127.0.0.1:"
                + found.get("port").getAsInt() + found.get("base_url").getAsString() + "lab?token="
                + found.get("token").getAsString() + " (Ctrl-C ends it)."));
    }

    private static Optional<JsonObject> server(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "jpserver-*.json")) {
            for (Path file : files) {
                String text = Files.readString(file).strip();
                if (text.endsWith("}")) { // Otherwise it is being written.
                    return Optional.of(JsonParser.parseString(text).getAsJsonObject());
                }
            }
        }
        return Optional.empty();
    }

    /** Ends JupyterLab, which then ends its kernels. */
    private static void end(Process lab, Path folder) {
        try {
            if (!lab.waitFor(SECONDS_AFTER_INTERRUPT, TimeUnit.SECONDS)) {
                lab.destroy();
                if (!lab.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                    lab.descendants().forEach(ProcessHandle::destroyForcibly);
                    lab.destroyForcibly();
                }
            }
            if (Files.exists(folder)) {
                delete(folder);
            }
        } catch (IOException | InterruptedException e) {
            lab.destroyForcibly();
        }
    }
}
