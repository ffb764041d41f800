package hourglass.tools;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import hourglass.doctor.Finding;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The kernelspec named {@code java} of the project's environment, and others of that name that a Jupyter would find first.
 *
 * @param kernels the folder of the environment's kernelspecs
 * @param home the user's home folder
 * @param system the operating system's name, as Java says it
 */
record KernelspecCheck(Path kernels, Path home, String system) {
    private static final String ABOUT = "Kernel";
    private static final String NAME = "java";
    private static final String ANEW = "delete the folder .venv and run mvn -Plab, which makes it anew";

    /** The check of a project's environment for this user. */
    static KernelspecCheck of(Project project) {
        return new KernelspecCheck(
                project.environment().resolve("share").resolve("jupyter").resolve("kernels"),
                Path.of(System.getProperty("user.home")),
                System.getProperty("os.name"));
    }

    /**
     * Examines the kernelspecs.
     *
     * @param ours the environment in which {@code mvn -Plab} starts a kernel
     * @param users the environment in which the user would start another Jupyter
     */
    List<Finding> check(Map<String, String> ours, Map<String, String> users) {
        var findings = new ArrayList<Finding>();
        findings.add(own(ours));
        foreign(users)
                .forEach(folder -> findings.add(Finding.warning(
                        ABOUT,
                        "Another kernel named java, in " + folder
                                + ", is taken instead of ours by a Jupyter that mvn -Plab did not start",
                        "open the lessons with mvn -Plab, or remove that folder")));
        return findings;
    }

    private Finding own(Map<String, String> environment) {
        Path folder = kernels.resolve(NAME);
        Path file = folder.resolve("kernel.json");
        List<String> command;
        try {
            JsonArray argv = JsonParser.parseString(Files.readString(file))
                    .getAsJsonObject()
                    .getAsJsonArray("argv");
            command = argv.asList().stream().map(JsonElement::getAsString).toList();
        } catch (IOException e) {
            return Finding.wrong(ABOUT, "The environment has no Java kernel, since " + file + " cannot be read", ANEW);
        } catch (JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | NullPointerException
                | ClassCastException e) {
            return Finding.wrong(ABOUT, file + " is no kernelspec with a list \"argv\"", ANEW);
        }
        if (command.isEmpty()) {
            return Finding.wrong(ABOUT, file + " names no program", ANEW);
        }
        String program = command.get(0);
        boolean isPath = Path.of(program).getNameCount() > 1;
        Optional<Path> found = isPath
                ? Optional.of(Path.of(program)).filter(Files::isExecutable)
                : JdkCheck.onPath(environment, File.separatorChar == '\\' ? program + ".exe" : program);
        if (found.isEmpty()) {
            return Finding.wrong(
                    ABOUT,
                    file + " starts " + program + ", which is " + (isPath ? "not there" : "not on the PATH"),
                    ANEW);
        }
        for (String argument : command) {
            if (argument.startsWith("{resource_dir}/")
                    && !Files.isRegularFile(folder.resolve(argument.substring("{resource_dir}/".length())))) {
                return Finding.wrong(ABOUT, file + " names " + argument + ", which is not there", ANEW);
            }
        }
        return Finding.fine(ABOUT, "kernelspec java in " + folder + ", started with " + found.get());
    }

    /** Returns the folders of other kernelspecs named {@code java} that Jupyter may look into before the environment's own. */
    private List<Path> foreign(Map<String, String> environment) {
        Stream<Path> named = Stream.of(
                        environment.getOrDefault("JUPYTER_PATH", "").split(Pattern.quote(File.pathSeparator)))
                .filter(folder -> !folder.isBlank())
                .map(Path::of);
        return Stream.concat(named, Stream.of(user(environment)))
                .map(folder -> folder.resolve("kernels").resolve(NAME))
                .filter(folder -> Files.isRegularFile(folder.resolve("kernel.json")))
                .filter(folder -> !folder.startsWith(kernels))
                .toList();
    }

    private Path user(Map<String, String> environment) {
        String given = environment.getOrDefault("JUPYTER_DATA_DIR", "");
        if (!given.isBlank()) {
            return Path.of(given);
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return home.resolve("Library").resolve("Jupyter");
        }
        if (name.startsWith("windows")) {
            String roaming = environment.getOrDefault("APPDATA", "");
            return (roaming.isBlank() ? home.resolve("AppData").resolve("Roaming") : Path.of(roaming))
                    .resolve("jupyter");
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        return (data.isBlank() ? home.resolve(".local").resolve("share") : Path.of(data)).resolve("jupyter");
    }
}
