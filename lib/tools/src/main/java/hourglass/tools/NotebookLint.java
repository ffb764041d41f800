package hourglass.tools;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks a committed notebook without running it: that its code runs in every Java kernel, its links lead somewhere, its
 * pictures have alternative texts, and its outputs are those of its code.
 *
 * <pre>{@code
 * List<String> problems = NotebookLint.problems(NotebookFile.read(path)); // one sentence each, none when all is well
 * }</pre>
 */
public final class NotebookLint {
    /** In lines, about as many as a screen shows; imports are not read one by one and do not count. */
    private static final int LONGEST_CELL = 25;

    private static final Map<String, String> KERNEL =
            Map.of("name", "java", "display_name", "Java", "language", "java");
    private static final Pattern ONE_KERNEL_ONLY =
            Pattern.compile("org\\.dflib|io\\.github\\.spencerpark|\\b[IJ]JAVA_\\w+|\\bBaseNotebookMagics?\\b");
    // Both kernels have most of these methods, but with parameters and results of their own types.
    private static final Pattern KERNELS_METHOD = Pattern.compile(
            "(?<![\\w.])(kernel|getKernelInstance|eval|lineMagic|cellMagic|updateDisplay|printf)\\s*\\(");
    // JJava imports java.time by itself, IJava 1.3.0 does not.
    private static final Pattern TIME =
            Pattern.compile("(?<![\\w.])(Clock|DayOfWeek|Duration|Instant|LocalDate|LocalTime"
                    + "|LocalDateTime|Month|Period|Year|YearMonth|ZoneId|ZoneOffset|ZonedDateTime|OffsetDateTime)\\b");
    private static final String USE_OF_TIME = "import java.time.";
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("\"((?:text|image|application|audio|video|model)/[\\w.+-]+)\"");
    private static final Set<String> SHOWN = Set.of("text/html", "text/plain", "image/png");
    private static final String CLASS_PATH = "%classpath ../lib/notebook/target/jars/*.jar";
    /** A project below the build's own folder, as tests make them, is farther from the jars. */
    private static final Pattern CLASS_PATHS =
            Pattern.compile("%classpath (\\.\\./)+lib/(notebook|spark)/target/jars/\\*\\.jar");

    private static final Pattern ASSIGNED_MAGIC = Pattern.compile("=[ \\t]*%\\w");
    private static final Pattern NO_CODE = Pattern.compile(
            "(?s)\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])+'|//[^\n]*|/\\*.*?\\*/");
    private static final String JARS_OF_SPARK = "lib/spark/target/jars";
    private static final String USE_OF_SPARK = "import hourglass.spark.";
    private static final Pattern MAGIC = Pattern.compile("%%?\\w");
    private static final Pattern TITLE = Pattern.compile("(?m)^# \\S");
    private static final Pattern LINK =
            Pattern.compile("\\]\\(([^)\\s]+)(?:\\s+\"[^\"]*\")?\\)|(?:href|src)=\"([^\"]+)\"");
    private static final Pattern ELSEWHERE = Pattern.compile("^(https?:|mailto:|attachment:|data:|#).*");
    private static final Pattern PLANNED = Pattern.compile("(?i)\\bplanned\\b");
    private static final Pattern PICTURE =
            Pattern.compile("!\\[([^\\]]*)\\]\\(([^)\\s]+)|<img (?![^>]*\\balt=\"[^\"])[^>]*>");
    // Fewer letters do not say what a figure shows.
    private static final int SHORTEST_ALTERNATIVE = 30;
    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```|`[^`\n]*`");

    private NotebookLint() {}

    /** Returns one sentence for each thing that is wrong with the notebook or with its being recorded. */
    public static List<String> problems(NotebookFile notebook) {
        var problems = new ArrayList<>(codeProblems(notebook, Set.of()));
        checkAlternativeTexts(notebook.codeCells(), problems);
        Optional<String> recorded = notebook.recordedSha256();
        String remedy = ": run mvn -Precord -Dnotebooks=" + notebook.name() + ".";
        if (recorded.isEmpty()) {
            problems.add("The notebook has no recorded outputs" + remedy);
        } else if (!recorded.get().equals(notebook.codeSha256())) {
            problems.add("The outputs are older than the code" + remedy);
        }
        notebook.javaVersion()
                .ifPresent(version ->
                        problems.add("The notebook names Java " + version + ", on which it happened to run" + remedy));
        return problems;
    }

    private static void checkAlternativeTexts(List<NotebookFile.Cell> cells, List<String> problems) {
        List<NotebookFile.Cell> pictured =
                cells.stream().filter(NotebookFile.Cell::hasPicture).toList();
        List<NotebookFile.Cell> missing = pictured.stream()
                .filter(cell -> cell.alternativeText().isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            problems.add(missing.size() + " of " + pictured.size() + " pictures have no alternative text (code cells "
                    + missing.stream().map(cell -> "" + cell.codePlace()).collect(Collectors.joining(", "))
                    + "): say in the metadata of each cell, under \"alt\", what its picture shows.");
        }
        var seen = new HashMap<String, Integer>();
        for (NotebookFile.Cell cell : pictured) {
            cell.alternativeText().ifPresent(words -> {
                String in = "Code cell " + cell.codePlace() + " (cell " + cell.place() + ") ";
                if (words.length() < SHORTEST_ALTERNATIVE) {
                    problems.add(in + "has the alternative text \"" + words + "\": say what the picture shows.");
                }
                Integer first = seen.putIfAbsent(words, cell.codePlace());
                if (first != null) {
                    problems.add(in + "has the alternative text of code cell " + first
                            + ": say what this picture shows, and not the other.");
                }
            });
        }
    }

    /**
     * Returns one sentence for each thing that is wrong with what the author wrote, outputs left aside.
     *
     * @param promised files that recording will write, so that a link may already lead to them
     */
    static List<String> codeProblems(NotebookFile notebook, Set<Path> promised) {
        var problems = new ArrayList<String>();
        KERNEL.forEach((member, value) -> {
            String actual = notebook.kernel(member).orElse("missing");
            if (!actual.equals(value)) {
                problems.add("The kernel's " + member + " is \"" + actual + "\" and must be \"" + value
                        + "\", which every Java kernel understands.");
            }
        });
        List<NotebookFile.Cell> cells = notebook.cells();
        if (cells.isEmpty()
                || !cells.get(0).isMarkdown()
                || !TITLE.matcher(cells.get(0).source()).find()) {
            problems.add("The first cell must be text with a title (\"# …\").");
        }
        checkCode(notebook.codeCells(), problems);
        cells.stream().filter(NotebookFile.Cell::isMarkdown).forEach(cell -> {
            checkLinks(notebook.path().resolveSibling(""), cell, promised, problems);
            checkPictures(cell, problems);
        });
        return problems;
    }

    private static void checkPictures(NotebookFile.Cell cell, List<String> problems) {
        Matcher matcher = PICTURE.matcher(FENCE.matcher(cell.source()).replaceAll(""));
        while (matcher.find()) {
            if (matcher.group(1) == null || matcher.group(1).strip().length() < SHORTEST_ALTERNATIVE) {
                problems.add("Cell " + cell.place() + " shows "
                        + (matcher.group(2) == null ? matcher.group() : matcher.group(2))
                        + " without an alternative text that says what is in it.");
            }
        }
    }

    private static void checkCode(List<NotebookFile.Cell> cells, List<String> problems) {
        if (cells.isEmpty()) {
            problems.add("There is no code cell.");
        } else if (cells.get(0).source().contains(JARS_OF_SPARK)
                && !cells.get(0).source().contains(USE_OF_SPARK)) {
            problems.add("The set-up cell names the jars of Spark and imports nothing of hourglass.spark: take the line"
                    + " away, these jars are for the lesson that needs them.");
        }
        boolean time = cells.stream().anyMatch(cell -> cell.source().contains(USE_OF_TIME));
        boolean statements = false;
        for (NotebookFile.Cell cell : cells) {
            String in = "Code cell " + cell.codePlace() + " (cell " + cell.place() + ") ";
            List<String> lines = cell.source().lines().toList();
            if (cell.source().isBlank()) {
                problems.add(in + "is empty: delete it.");
            }
            long codeLines =
                    lines.stream().filter(line -> !line.startsWith("import ")).count();
            if (codeLines > LONGEST_CELL) {
                problems.add(in + "has " + codeLines + " lines: divide it, the limit is " + LONGEST_CELL + ".");
            }
            Matcher foreign = ONE_KERNEL_ONLY.matcher(cell.source());
            if (foreign.find()) {
                problems.add(in + "uses " + foreign.group() + ", which exists in one Java kernel only.");
            }
            checkPortability(in, cell.source(), time, problems);
            boolean comment = false;
            for (String line : lines) {
                String code = line.strip();
                if (code.startsWith("/*")) {
                    comment = true;
                }
                boolean inComment = comment || code.isEmpty() || code.startsWith("//");
                if (code.endsWith("*/")) {
                    comment = false;
                }
                if (inComment) {
                    continue;
                }
                if (MAGIC.matcher(code).lookingAt()) {
                    if (cell.codePlace() != 1 || !CLASS_PATHS.matcher(code).matches()) {
                        problems.add(in + "uses the magic \"" + code
                                + "\": only the set-up cell has one, and it is " + CLASS_PATH
                                + " (and for Spark a second one).");
                    }
                } else if (code.startsWith("import ")) {
                    if (statements) {
                        problems.add(in + "has \"" + code
                                + "\" after the first statement: a late import can reset variables of earlier cells,"
                                + " so move it to the first code cells.");
                    }
                } else {
                    statements = true;
                }
            }
        }
    }

    /** Refuses what IJava 1.3.0 and JJava do not have in common; they share one magic, {@code display} and {@code render}. */
    private static void checkPortability(String in, String source, boolean importsTime, List<String> problems) {
        String code = NO_CODE.matcher(source).replaceAll("\"\"");
        Matcher method = KERNELS_METHOD.matcher(code);
        if (method.find()) {
            problems.add(in + "calls " + method.group(1)
                    + "(…), a method of the kernel: of those a lesson uses display and render only.");
        }
        if (ASSIGNED_MAGIC.matcher(code).find()) {
            problems.add(in + "assigns the result of a magic: no magic stands in the middle of a line.");
        }
        Matcher time = TIME.matcher(code);
        if (!importsTime && time.find()) {
            problems.add(in + "uses " + time.group() + " without importing it, which one Java kernel does by itself:"
                    + " import java.time." + time.group() + " in the set-up cell.");
        }
        Matcher type = MEDIA_TYPE.matcher(source);
        while (type.find()) {
            if (!SHOWN.contains(type.group(1))) {
                problems.add(in + "shows " + type.group(1) + ": every Java kernel and every reader shows text/html,"
                        + " text/plain and image/png.");
            }
        }
    }

    private static void checkLinks(Path folder, NotebookFile.Cell cell, Set<Path> promised, List<String> problems) {
        for (String line : FENCE.matcher(cell.source()).replaceAll("").lines().toList()) {
            Matcher matcher = LINK.matcher(line);
            while (matcher.find()) {
                String target = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
                if (!ELSEWHERE.matcher(target).matches()
                        && !exists(folder, target, promised)
                        && !PLANNED.matcher(line).find()) {
                    problems.add("Cell " + cell.place() + " links to " + target
                            + ", which does not exist: correct the link or mark it as planned.");
                }
                MarkdownAnchors.problem(folder, target)
                        .ifPresent(words -> problems.add("Cell " + cell.place() + " links to " + words));
            }
        }
    }

    private static boolean exists(Path folder, String target, Set<Path> promised) {
        try {
            Path path = Path.of(target.replaceFirst("#.*", "").replace("%20", " "));
            return !path.isAbsolute()
                    && (Files.exists(folder.resolve(path)) || promised.contains(folder.resolve(path)));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
