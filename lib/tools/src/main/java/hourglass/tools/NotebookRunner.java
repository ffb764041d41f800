package hourglass.tools;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs notebooks through the Jupyter client, each in a fresh kernel, and judges what they show. After the last cell the same
 * kernel runs the {@linkplain Project#claims(Path) claims of the lesson}, which check what its text says and write its records;
 * nothing of them gets into the notebook.
 *
 * <pre>{@code
 * NotebookRun run = new NotebookRunner(project, python, "quick").run(path);
 * }</pre>
 */
public final class NotebookRunner {
    /** What the claims of a lesson print when all of them hold. */
    static final String PASSED = "All checks passed";

    // In seconds, for the whole notebook. They only end a notebook that hangs, so they are generous: at the standard
    // budget the longest lesson takes six minutes where the processor is slow, a tenth of its hour.
    private static final Map<String, Integer> TIMEOUTS =
            Map.of("quick", 15 * 60, "standard", 60 * 60, "full", 24 * 60 * 60);
    // The client itself ends a notebook that takes too long, and then has this many seconds to write it and to end.
    private static final int SECONDS_TO_WRITE = 60;
    // Enough for a Python error with the calls that led to it, and few enough for a list of problems.
    private static final int LINES_OF_THE_LOG = 12;

    private final Project project;
    private final PythonEnvironment python;
    private final String budget;
    private final Path folder;
    private final boolean drawn;
    private final Jdk jdk;

    /**
     * Makes a runner.
     *
     * @param project where the notebooks are and where the executed ones go
     * @param python the environment, ready
     * @param budget what the lessons find in HOURGLASS_BUDGET: quick, standard or full
     * @throws IllegalArgumentException when the budget is none of these
     */
    public NotebookRunner(Project project, PythonEnvironment python, String budget) {
        this(project, python, budget, project.executed(), false, Jdk.ofThisBuild());
    }

    private NotebookRunner(
            Project project, PythonEnvironment python, String budget, Path folder, boolean drawn, Jdk jdk) {
        if (!TIMEOUTS.containsKey(budget)) {
            throw new IllegalArgumentException(
                    "The budget is \"" + budget + "\": choose -Dbudget=quick, standard or full.");
        }
        this.project = project;
        this.python = python;
        this.budget = budget;
        this.folder = folder;
        this.drawn = drawn;
        this.jdk = jdk;
    }

    /** Returns a runner whose notebooks find no dataset and so fall back to the drawn pictures. */
    public NotebookRunner onDrawnPictures() {
        return new NotebookRunner(project, python, budget, folder.resolve("drawn"), true, jdk);
    }

    /** Returns a runner whose kernels run on another JDK than the build; its notebooks go to a folder of their own. */
    public NotebookRunner on(Jdk other) {
        return new NotebookRunner(project, python, budget, folder.resolve("jdk-" + other.feature()), drawn, other);
    }

    /** The JDK that its kernels run on. */
    public Jdk jdk() {
        return jdk;
    }

    /**
     * Runs a notebook of the project's notebook folder. The executed notebook, a log, and after a failure an HTML page
     * go to the folder of executed notebooks.
     *
     * @param source the notebook, below {@link Project#notebooks()}
     * @return what came of it; a notebook that fails is told by {@link NotebookRun#problems()}, not by an exception
     * @throws IOException when a file cannot be read or written, or the thread was interrupted
     */
    public NotebookRun run(Path source) throws IOException {
        Path relative = project.notebooks().relativize(source.toAbsolutePath().normalize());
        Path target = folder.resolve(relative);
        Path log = sibling(target, ".log");
        Path html = sibling(target, ".html");
        Path records = sibling(target, ".results.json");
        Files.createDirectories(target.getParent());
        for (Path old : List.of(target, log, html, records)) {
            Files.deleteIfExists(old);
        }

        var problems = new ArrayList<String>();
        double seconds = execute(source, target, log, records, problems);
        Optional<NotebookFile> executed =
                Files.exists(target) ? Optional.of(NotebookFile.read(target)) : Optional.empty();
        if (executed.isPresent()) {
            if (seconds <= 0) {
                problems.add("The run took no time, so nothing was run.");
            }
            onAnotherJava(executed.get(), jdk).ifPresent(problems::add);
            problems.addAll(OutputChecks.of(project).problems(executed.get()));
            problems.addAll(lostPictures(NotebookFile.read(source), executed.get()));
        }
        ResultsFile results = read(records, problems);
        if (!problems.isEmpty() && executed.isPresent()) {
            python("-m", "nbconvert", "--log-level=ERROR", "--to=html", target.toString())
                    .directory(target.getParent().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start()
                    .onExit()
                    .join();
            problems.add("See " + project.root().relativize(html) + " and "
                    + project.root().relativize(log) + ".");
        }
        return new NotebookRun(executed, seconds, results, problems);
    }

    private double execute(Path source, Path target, Path log, Path records, List<String> problems) throws IOException {
        int timeout = TIMEOUTS.get(budget);
        ProcessBuilder builder = python(
                project.scripts().resolve("run_notebook.py").toString(),
                source.toString(),
                target.toString(),
                "--folder",
                source.toAbsolutePath().getParent().toString(),
                "--timeout",
                Integer.toString(timeout));
        Path claims = project.claims(source);
        if (Files.exists(claims)) {
            builder.command().addAll(List.of("--claims", claims.toString()));
        } else {
            problems.add("No claim of this notebook is checked: write them into "
                    + project.root().relativize(claims) + ".");
        }
        builder.environment().put("HOURGLASS_BUDGET", budget);
        builder.environment().put("HOURGLASS_RESULTS", records.toString());
        if (drawn) {
            builder.environment().remove("HOURGLASS_DATA");
            builder.environment().put("HOURGLASS_OFFLINE", "1");
            builder.environment().put("XDG_CACHE_HOME", folder.resolve("empty").toString());
        }
        builder.redirectError(log.toFile());
        Path output = sibling(target, ".out");
        builder.redirectOutput(output.toFile());
        Process process = builder.start();
        try {
            if (!process.waitFor(timeout + SECONDS_TO_WRITE, TimeUnit.SECONDS)) {
                problems.add("The Jupyter client did not end after " + (timeout + SECONDS_TO_WRITE) + " seconds.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while running " + source.getFileName());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String lastLine = Files.readString(output).lines().reduce("", (before, line) -> line);
        Files.delete(output);
        try {
            JsonObject report = JsonParser.parseString(lastLine).getAsJsonObject();
            claimsProblem(report, project.root().relativize(claims).toString()).ifPresent(problems::add);
            JsonElement failure = report.get("failure");
            if (!failure.isJsonNull()) {
                String sentence = failure.getAsString();
                problems.add(Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + "." + end(log));
            }
            return report.get("seconds").getAsDouble();
        } catch (JsonParseException | IllegalStateException e) {
            problems.add("The Jupyter client failed." + end(log));
            return 0;
        }
    }

    /** Returns what is wrong with the claims, which ran; a notebook that ended before them has a problem of its own. */
    static Optional<String> claimsProblem(JsonObject report, String file) {
        String error = NotebookFile.text(report.get("error"));
        if (!error.isEmpty()) {
            return Optional.of("The claims in " + file + " failed: " + error.strip());
        }
        JsonElement printed = report.get("printed");
        return printed == null || printed.isJsonNull() || printed.getAsString().contains(PASSED)
                ? Optional.empty()
                : Optional.of("The claims in " + file + " did not come to their end: the last line is check.finish().");
    }

    private ProcessBuilder python(String... arguments) {
        ProcessBuilder builder = python.command(arguments);
        jdk.putFirst(builder.environment());
        return builder;
    }

    private static String end(Path log) throws IOException {
        List<String> lines = Files.readString(log).lines().toList();
        return lines.isEmpty()
                ? ""
                : " The end of its log:\n  "
                        + String.join(
                                "\n  ", lines.subList(Math.max(0, lines.size() - LINES_OF_THE_LOG), lines.size()));
    }

    /** Returns what is wrong when the kernel says that it ran on another Java than the one put first on its search path. */
    static Optional<String> onAnotherJava(NotebookFile executed, Jdk jdk) {
        return executed.javaVersion()
                .filter(version -> !jdk.isVersion(version))
                .map(version -> "The kernel ran on Java " + version + " and should have run on " + jdk + ".");
    }

    private static List<String> lostPictures(NotebookFile before, NotebookFile after) {
        var problems = new ArrayList<String>();
        List<NotebookFile.Cell> executed = after.codeCells();
        for (NotebookFile.Cell cell : before.codeCells()) {
            if (cell.hasPicture() && !executed.get(cell.codePlace() - 1).hasPicture()) {
                problems.add("Code cell " + cell.codePlace() + " (cell " + cell.place()
                        + ") shows no picture, but the recorded notebook has one there.");
            }
        }
        return problems;
    }

    private ResultsFile read(Path records, List<String> problems) throws IOException {
        try {
            ResultsFile results = ResultsFile.read(records);
            results.records().stream()
                    .filter(record -> !record.get("budget").getAsString().equals(budget))
                    .findFirst()
                    .ifPresent(record -> problems.add("A record names another budget than " + budget + ": " + record));
            return results;
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
            return ResultsFile.read(records.resolveSibling("none"));
        }
    }

    private static Path sibling(Path notebook, String extension) {
        return notebook.resolveSibling(NotebookFile.name(notebook) + extension);
    }
}
