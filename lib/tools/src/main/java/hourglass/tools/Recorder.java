package hourglass.tools;

import com.google.gson.JsonObject;
import hourglass.runtime.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Runs notebooks and, when all their checks pass, puts them with their outputs in the place of the committed ones. The
 * picture of the cell with the tag {@code hero} goes to {@code notebooks/images}, from where the lesson's title shows it.
 *
 * <p>The committed outputs are those of the full budget: who reads without running anything sees the best figures and pictures. A
 * run at another budget replaces the records in
 * {@code notebooks/results.json} only, and leaves the executed notebooks in {@code tests/target/notebooks}.
 */
public final class Recorder {
    private static final String RECORDED_BUDGET = "full";

    private final Project project;
    private final PythonEnvironment python;
    private final String budget;

    /**
     * Makes a recorder.
     *
     * @param python the environment, ready
     * @param budget quick, standard or full
     */
    public Recorder(Project project, PythonEnvironment python, String budget) {
        this.project = project;
        this.python = python;
        this.budget = budget;
    }

    /** Records the notebooks that the system properties {@code notebooks} and {@code budget} name. */
    public static void main(String[] arguments) throws IOException {
        Project project = Project.ofThisBuild();
        String budget = System.getProperty("budget", RECORDED_BUDGET);
        try {
            JavaRuntime.check();
            PythonEnvironment python = PythonEnvironment.of(project).ready();
            if (!new Recorder(project, python, budget).record(System.getProperty("notebooks", "*"))) {
                System.exit(1);
            }
        } catch (EnvironmentException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Runs and records.
     *
     * @param selection a glob over the notebooks' names
     * @return whether every notebook passed; those that passed are recorded in any case
     * @throws IllegalArgumentException when no notebook matches, or the budget is another word
     * @throws IOException when a notebook or the file of records cannot be read or written
     */
    public boolean record(String selection) throws IOException {
        List<Path> notebooks = NotebookFile.find(project.notebooks(), selection);
        if (notebooks.isEmpty()) {
            throw new IllegalArgumentException(
                    "No notebook in notebooks/ matches \"" + selection + "\": name it as in -Dnotebooks=01*.");
        }
        var runner = new NotebookRunner(project, python, budget);
        boolean allPassed = true;
        for (Path notebook : notebooks) {
            NotebookFile source = NotebookFile.read(notebook);
            Set<Path> promised = source.hero().isPresent() ? Set.of(source.heroFile()) : Set.of();
            List<String> problems = NotebookLint.codeProblems(withOurKernel(source), promised);
            if (!problems.isEmpty()) {
                report(notebook, "is not run", problems);
                allPassed = false;
                continue;
            }
            NotebookRun run = runner.run(notebook);
            String time = String.format(Locale.ROOT, "%.1f s", run.seconds());
            if (run.executed()
                    .flatMap(NotebookFile::hero)
                    .filter(hero -> !hero.hasPicture())
                    .isPresent()) {
                run.problems().add("The cell with the tag hero shows no picture.");
            }
            if (run.problems().isEmpty()) {
                keep(notebook, run);
                report(notebook, "passed at budget " + budget + " in " + time + ".", List.of());
            } else {
                report(notebook, "failed at budget " + budget + " after " + time, run.problems());
                allPassed = false;
            }
        }
        return allPassed;
    }

    private void keep(Path source, NotebookRun run) throws IOException {
        NotebookFile executed = run.executed().orElseThrow();
        if (budget.equals(RECORDED_BUDGET)) {
            Optional<byte[]> picture = executed.hero().flatMap(NotebookFile.Cell::picture);
            if (picture.isPresent()) {
                AtomicFile.write(NotebookFile.read(source).heroFile(), out -> out.write(picture.get()));
            }
            ProcessBuilder writer = python.command(
                    project.scripts().resolve("record_notebook.py").toString(),
                    executed.path().toString(),
                    source.toString(),
                    "--code-sha256",
                    executed.codeSha256());
            if (writer.inheritIO().start().onExit().join().exitValue() != 0) {
                throw new IOException("The notebook " + source.getFileName() + " could not be written");
            }
        }
        if (!run.results().records().isEmpty() || Files.exists(project.results())) {
            ResultsFile results = ResultsFile.read(project.results()).merge(run.results());
            results.write(project.results());
            if (Files.exists(project.figures())) {
                FiguresTable.update(project.figures(), results);
            }
        }
    }

    /** Returns a copy with our title of the kernel: JupyterLab saves the kernel's own, and recording puts ours back. */
    private static NotebookFile withOurKernel(NotebookFile notebook) {
        var json = notebook.json().deepCopy();
        var kernel = new JsonObject();
        kernel.addProperty("display_name", "Java");
        kernel.addProperty("language", "java");
        kernel.addProperty("name", "java");
        json.getAsJsonObject("metadata").add("kernelspec", kernel);
        return new NotebookFile(notebook.path(), json);
    }

    private void report(Path notebook, String what, List<String> problems) {
        System.out.println(project.notebooks().relativize(notebook) + " " + what + (problems.isEmpty() ? "" : ":"));
        problems.forEach(problem -> System.out.println("  " + problem));
    }
}
