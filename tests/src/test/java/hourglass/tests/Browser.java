package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import hourglass.tools.EnvironmentException;
import hourglass.tools.PythonEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A Chromium of this machine without a window, driven by Python programs with Playwright.
 *
 * <pre>{@code
 * JsonObject report = Browser.installed().run("browse_explorer.py", page.toString());
 * }</pre>
 */
final class Browser {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe");
    private static final List<Path> PLACES = List.of(
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
            Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"),
            Path.of("C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"));

    private final Path chromium;
    private final PythonEnvironment python;

    private Browser(Path chromium, PythonEnvironment python) {
        this.chromium = chromium;
        this.python = python;
    }

    /** Returns the browser; a test that asks for it is skipped, with a sentence, where there is none or no client for it. */
    static Browser installed() {
        Optional<Path> chromium = find();
        Assumptions.assumeTrue(
                chromium.isPresent(),
                "No Chromium is on the PATH, so nothing was tried in a browser: install it (Debian and Ubuntu: apt install"
                        + " chromium) to run this test.");
        Path requirements = Trial.real().root().resolve("tests").resolve("requirements-browser.txt");
        try {
            return new Browser(chromium.get(), Trial.python().with(requirements));
        } catch (EnvironmentException e) {
            return Assumptions.abort("Nothing was tried in a browser: " + e.getMessage());
        }
    }

    /**
     * Runs a Python program of the test's sources, whose first argument is the path of the browser.
     *
     * @param arguments its further arguments
     * @return the JSON object that is its last line on standard output
     */
    JsonObject run(String program, String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), program, arguments);
    }

    /** The same, with more variables for the program's environment: other users of the machine can read a command line. */
    JsonObject run(Map<String, String> environment, String program, String... arguments)
            throws IOException, InterruptedException {
        Path script = Trial.real().root().resolve(Path.of("tests", "src", "test", "python", program));
        var command = new ArrayList<>(List.of(script.toString(), chromium.toString()));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile("browser", ".log");
        try {
            ProcessBuilder builder =
                    python.command(command.toArray(String[]::new)).redirectError(log.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            assertThat(code).as(said + Files.readString(log)).isZero();
            return JsonParser.parseString(said.lines().reduce("", (earlier, line) -> line))
                    .getAsJsonObject();
        } finally {
            Files.delete(log);
        }
    }

    private static Optional<Path> find() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        Stream<Path> onPath = Stream.of(path.split(Pattern.quote(File.pathSeparator)))
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
        return Stream.concat(onPath, PLACES.stream())
                .filter(Files::isExecutable)
                .findFirst();
    }
}
