package hourglass.tests;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Opens JupyterLab on the lessons, for this machine only; Ctrl-C ends it. */
public final class Lab {
    private static final int TOKEN_BYTES = 24;
    private static final long SECONDS_TO_START = 120;

    private Lab() {}

    /** Opens JupyterLab; the system property {@code lab.args} holds further arguments for it, divided by blanks. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Project project = Project.ofThisBuild();
        try {
            JavaRuntime.check();
            PythonEnvironment python = PythonEnvironment.of(project).ready();
            int code = open(project, python, words(System.getProperty("lab.args", "")));
            if (code != 0) {
                System.err.println("JupyterLab ended with code " + code + "; what it said stands above.");
                System.exit(1);
            }
        } catch (EnvironmentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    private static int open(Project project, PythonEnvironment python, List<String> more)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("hourglass-lab");
        Path info = folder.resolve("server.json");
        var command = new ArrayList<>(List.of(
                "-m",
                "jupyterlab",
                "--ServerApp.ip=127.0.0.1",
                "--ServerApp.root_dir=" + project.notebooks(),
                "--ServerApp.info_file=" + info,
                "--ServerApp.answer_yes=True", // Ctrl-C ends it without a question.
                "--LabApp.news_url=None",
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
                "--log-level=ERROR"));
        command.addAll(more);
        ProcessBuilder builder = python.command(command.toArray(String[]::new))
                .directory(project.notebooks().toFile());
        // In the environment, since other users of the machine can read a command line.
        builder.environment().put("JUPYTER_TOKEN", token());
        Process lab = builder.inheritIO().start();
        var end = new Thread(() -> end(lab));
        Runtime.getRuntime().addShutdownHook(end);
        try {
            announce(lab, info);
            return lab.waitFor();
        } finally {
            Files.deleteIfExists(info);
            Files.deleteIfExists(folder);
        }
    }

    private static String token() {
        var bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Says where JupyterLab is, as soon as it has found a free port and says so in its file. */
    private static void announce(Process lab, Path info) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_START);
        while (!complete(info) && System.nanoTime() < deadline) {
            if (lab.waitFor(200, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        if (complete(info)) {
            JsonObject server = JsonParser.parseString(Files.readString(info)).getAsJsonObject();
            System.out.println("JupyterLab is open at http://127.0.0.1:"
                    + server.get("port").getAsInt() + server.get("base_url").getAsString() + "lab?token="
                    + server.get("token").getAsString() + " (Ctrl-C ends it).");
        }
    }

    private static boolean complete(Path info) throws IOException {
        return Files.exists(info) && Files.readString(info).stripTrailing().endsWith("}");
    }

    /** Lets JupyterLab end its kernels; a Ctrl-C in the terminal has reached it already. */
    private static void end(Process lab) {
        try {
            if (!lab.waitFor(2, TimeUnit.SECONDS)) {
                lab.destroy();
                if (!lab.waitFor(10, TimeUnit.SECONDS)) {
                    lab.descendants().forEach(ProcessHandle::destroyForcibly);
                    lab.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            lab.destroyForcibly();
        }
    }
}
