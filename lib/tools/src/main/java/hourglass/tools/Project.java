package hourglass.tools;

import java.nio.file.Path;

/**
 * The files and folders of the project, by their places below its root.
 *
 * @param root the folder of the README, absolute
 */
public record Project(Path root) {
    /** Takes the given folder for the project's root. */
    public static Project at(Path root) {
        return new Project(root.toAbsolutePath().normalize());
    }

    /**
     * Returns the project that the build names in the system property {@code hourglass.root}.
     *
     * @throws IllegalStateException when the property is not set
     */
    public static Project ofThisBuild() {
        String root = System.getProperty("hourglass.root");
        if (root == null) {
            throw new IllegalStateException("The system property hourglass.root is not set: run this through Maven.");
        }
        return at(Path.of(root));
    }

    /** The page that a reader sees first. */
    public Path readme() {
        return root.resolve("README.md");
    }

    /** The page with the table of the figures that the lessons recorded. */
    public Path figures() {
        return root.resolve("docs").resolve("figures.md");
    }

    /** The folder of the lessons. */
    public Path notebooks() {
        return root.resolve("notebooks");
    }

    /** The file with the records of all lessons; see {@link ResultsFile}. */
    public Path results() {
        return notebooks().resolve("results.json");
    }

    /** The folder with the claims of each lesson, one file of Java snippets a notebook; see {@link NotebookRunner}. */
    public Path claims() {
        return root.resolve(Path.of("tests", "src", "test", "claims"));
    }

    /** The file with the claims of a notebook. */
    public Path claims(Path notebook) {
        return claims().resolve(NotebookFile.name(notebook) + ".jsh");
    }

    /** The folder of jars that the set-up cell of every notebook names. */
    public Path jars() {
        return root.resolve(Path.of("lib", "notebook", "target", "jars"));
    }

    /** The file with the pinned Python packages that every notebook needs. */
    Path requirements() {
        return root.resolve(Path.of("lib", "tools", "requirements.txt"));
    }

    /** The folder of the Python environment; see {@link PythonEnvironment}. */
    Path environment() {
        return root.resolve(".venv");
    }

    /** The folder of the Python programs of the tools. */
    public Path scripts() {
        return root.resolve(Path.of("lib", "tools", "src", "main", "python"));
    }

    /** The folder into which {@link NotebookRunner} puts the executed notebooks. */
    public Path executed() {
        return root.resolve("tests").resolve("target").resolve("notebooks");
    }

    /** The file with the pinned Python packages that the site needs besides. */
    Path siteRequirements() {
        return requirements().resolveSibling("requirements-site.txt");
    }

    /** The folder of the lessons as pages; see {@link Site}. */
    Path site() {
        return root.resolve("target").resolve("site");
    }
}
