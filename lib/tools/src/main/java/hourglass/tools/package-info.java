/**
 * Runs the notebooks: makes the Python environment, opens JupyterLab, executes each notebook headless, checks what it
 * shows, records it, and makes pages of what was recorded. {@link hourglass.tools.Doctor} says what is wrong with a
 * machine.
 *
 * <pre>{@code
 * Project project = Project.at(Path.of("."));
 * PythonEnvironment python = PythonEnvironment.of(project).ready();
 * NotebookRun run = new NotebookRunner(project, python, "quick").run(project.notebooks().resolve("01_undercomplete.ipynb"));
 * List<String> problems = run.problems(); // none when the lesson passed
 * }</pre>
 */
package hourglass.tools;
