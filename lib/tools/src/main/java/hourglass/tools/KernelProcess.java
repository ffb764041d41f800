package hourglass.tools;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import hourglass.doctor.Finding;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process like the kernel's, with its class path, its options and its environment, in which {@link KernelDiagnostics} runs: a
 * native library that ends the process does not end the doctor.
 *
 * @param classPath as {@code java -cp} takes it
 * @param environment all of it
 * @param main the program, {@link KernelDiagnostics}
 */
public record KernelProcess(String classPath, Map<String, String> environment, String main) {
    private static final String ABOUT = "Kernel";
    // At the first start on a machine it unpacks some 340 MB of native libraries.
    private static final long SECONDS = 120;
    // A process that a signal ended has the exit code 128 + the signal's number.
    private static final int KILLED = 128 + 9;
    private static final int ILLEGAL_INSTRUCTION = 128 + 4;
    private static final int LONGEST_REASON = 160; // two lines of a terminal

    /** The process for the jars that the lessons name, in an environment. */
    static KernelProcess of(Project project, Map<String, String> environment) {
        return new KernelProcess(
                project.jars().resolve("*") + File.pathSeparator + ownClasses(),
                environment,
                KernelDiagnostics.class.getName());
    }

    /** Where this class was loaded from. */
    private static Path ownClasses() {
        try {
            return Path.of(KernelProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The place of this class is no file", e);
        }
    }

    /**
     * Runs the process, for two minutes at most.
     *
     * @return what it found, and how it ended unless it ended well
     * @throws IOException when it cannot be started
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    public List<Finding> findings() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("hourglass-doctor");
        try {
            return findings(folder);
        } finally {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    private List<Finding> findings(Path folder) throws IOException, InterruptedException {
        String options = environment.getOrDefault("JJAVA_JVM_OPTS", "").strip();
        var command = new ArrayList<>(List.of(
                JavaRuntime.home().resolve("bin").resolve("java").toString(),
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8"));
        Arrays.stream(options.split("\\s+")).filter(option -> !option.isEmpty()).forEach(command::add);
        command.addAll(List.of("-cp", classPath, main));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        // In a folder of its own, since a JVM that crashes leaves its report there.
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        var findings = new ArrayList<Finding>();
        var others = new ArrayList<>(text(err).lines().toList());
        for (String line : text(out).lines().toList()) {
            if (line.startsWith("{")) {
                parse(line, findings);
            } else {
                others.add(line); // A JVM that crashes writes its reason to the standard output.
            }
        }
        if (!ended) {
            findings.add(Finding.wrong(
                    ABOUT,
                    "A process like the kernel's did not end within " + SECONDS + " seconds",
                    "look for a disk that does not answer, such as a network drive, or a machine that is too busy"));
        } else if (process.exitValue() != 0) {
            findings.add(end(process.exitValue(), options, reason(others), findings.isEmpty()));
        }
        return findings;
    }

    private static void parse(String line, List<Finding> findings) {
        try {
            findings.add(new Gson().fromJson(line, Finding.class));
        } catch (JsonParseException e) {
            // The process ended in the middle of this line; another finding says how it ended.
        }
    }

    private static Finding end(int code, String options, String reason, boolean foundNothing) {
        String what =
                "A process like the kernel's ended with code " + code + (reason.isEmpty() ? "" : " (" + reason + ")");
        if (foundNothing && !options.isEmpty()) {
            return Finding.wrong(ABOUT, what, "correct JJAVA_JVM_OPTS, which is '" + options + "', or unset it");
        }
        return switch (code) {
            case KILLED ->
                Finding.wrong(ABOUT, what, "give the machine or the container more memory, since the system killed it");
            case ILLEGAL_INSTRUCTION ->
                Finding.wrong(
                        ABOUT,
                        what,
                        "use a machine with AVX2, since the processor lacks an instruction of the native library");
            default ->
                Finding.wrong(
                        ABOUT,
                        what,
                        "run mvn clean package, and if that does not help delete the folder .javacpp/cache of your home");
        };
    }

    /** Returns the first line that looks like an error; empty if none does. */
    private static String reason(List<String> lines) {
        String line = lines.stream()
                .filter(words -> words.matches(".*(Error|Exception|Invalid|Unrecognized|Could not|SIG[A-Z]{3,4}).*"))
                .findFirst()
                .orElse("")
                .replaceFirst("^# *", "")
                .strip();
        line = line.replaceFirst("[.:]+$", "");
        return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "…" : line;
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
