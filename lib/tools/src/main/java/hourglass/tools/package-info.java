/**
 * Runs the notebooks: makes the Python environment, opens JupyterLab, executes each notebook headless, checks what it
 * shows, records it, and makes pages of what was recorded. {@link hourglass.tools.Doctor} says what is wrong with a
 * machine.
 *
 * <pre>{@code
 * var project = Project.at(Path.of("."));
 * var python = PythonEnvironment.of(project).ready();
 * var run = new NotebookRunner(project, python, "quick").run(NotebookFile.read(notebook));
 * List<String> problems = OutputChecks.of(project).problems(run.executed());
 * }</pre>
 */
package hourglass.tools;
