package hourglass.doctor;

import hourglass.runtime.Acceleration;
import hourglass.train.Budget;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Checks that the environment variables of this project have known values, and that none of their names is misspelt. */
final class VariableCheck {

    static final String DATA = "HOURGLASS_DATA";
    static final String OFFLINE = "HOURGLASS_OFFLINE";
    static final String RESULTS = "HOURGLASS_RESULTS";

    /** The names of all variables that the project reads. */
    static final List<String> KNOWN = List.of(Budget.VARIABLE, DATA, OFFLINE, Acceleration.VARIABLE, RESULTS);

    private static final String ABOUT = "Environment";
    private static final Pattern LIKE_OURS = Pattern.compile("HOUR_?GLAS+([_-].*)?", Pattern.CASE_INSENSITIVE);
    private static final Set<String> NO = Set.of("false", "no", "off", "n");
    private static final List<String> CLASS_PATHS = List.of("JJAVA_CLASSPATH", "IJAVA_CLASSPATH");

    private VariableCheck() {}

    /** Checks the variables of an environment; the folder of datasets is checked by {@link DataFolderCheck}. */
    static List<Finding> check(Map<String, String> environment) {
        List<Finding> problems = new ArrayList<>();
        value(problems, () -> Budget.of(environment.get(Budget.VARIABLE)));
        value(
                problems,
                () -> Acceleration.of(
                        environment.get(Acceleration.VARIABLE), "environment variable " + Acceleration.VARIABLE));
        offline(problems, environment.getOrDefault(OFFLINE, "").strip());
        results(problems, environment.getOrDefault(RESULTS, ""));
        for (String name : new TreeMap<>(environment).keySet()) {
            if (LIKE_OURS.matcher(name).matches() && !isKnown(name)) {
                problems.add(Finding.warning(
                        ABOUT,
                        name + " is set, which nothing reads",
                        "the names are " + String.join(", ", KNOWN) + ", so correct it or unset it"));
            }
            if (CLASS_PATHS.contains(name) && !environment.get(name).isBlank()) {
                problems.add(Finding.warning(
                        ABOUT,
                        name
                                + " puts other jars on the kernel's class path, where they may come before the tested ones",
                        "unset it"));
            }
        }
        return problems.isEmpty() ? List.of(Finding.fine(ABOUT, described(environment))) : problems;
    }

    /** Whether downloads are forbidden. */
    static boolean isOffline(Map<String, String> environment) {
        return !environment.getOrDefault(OFFLINE, "0").strip().matches("0?");
    }

    private static boolean isKnown(String name) {
        return KNOWN.contains(name)
                || File.separatorChar == '\\' && KNOWN.contains(name.toUpperCase(Locale.ROOT)); // Windows: any case.
    }

    private static void value(List<Finding> problems, Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            problems.add(Finding.wrong(ABOUT, e.getMessage()));
        }
    }

    private static void offline(List<Finding> problems, String value) {
        if (NO.contains(value.toLowerCase(Locale.ROOT))) {
            problems.add(Finding.warning(
                    ABOUT,
                    OFFLINE + " is '" + value + "', and every value but 0 forbids downloads",
                    "set it to 0 or unset it if datasets may be downloaded, else set it to 1"));
        }
    }

    private static void results(List<Finding> problems, String value) {
        if (value.isBlank()) {
            return;
        }
        try {
            Path folder = Path.of(value).toAbsolutePath().getParent();
            if (folder != null && Files.isDirectory(folder)) {
                return;
            }
        } catch (InvalidPathException e) {
            // The sentence below fits this case, too.
        }
        problems.add(Finding.wrong(
                ABOUT,
                RESULTS + " is '" + value
                        + "', a file in a folder that does not exist, so a run of the lessons could not write its results",
                "unset it, or create that folder"));
    }

    private static String described(Map<String, String> environment) {
        List<String> set = KNOWN.stream()
                .filter(name -> !environment.getOrDefault(name, "").isBlank())
                .map(name -> name + "=" + environment.get(name).strip())
                .toList();
        return set.isEmpty() ? "no variable of Hourglass is set" : String.join(", ", set);
    }
}
