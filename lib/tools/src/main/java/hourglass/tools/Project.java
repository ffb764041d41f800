package hourglass.tools;

import java.nio.file.Path;

/**
 * Where things are in the project's folder.
 *
 * @param root the folder of the README, absolute
 */
public record Project(Path root) {
    /** Takes the given folder for the project's root. */
    public static Project at(Path root) {
        return new Project(root.toAbsolutePath().normalize());
    }

    /** Returns the project that the build names in the system property {@code hourglass.root}. */
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

    /** The lessons. */
    public Path notebooks() {
        return root.resolve("notebooks");
    }

    /** The records of all lessons. */
    public Path results() {
        return notebooks().resolve("results.json");
    }

    /** The jars that the set-up cell of every notebook names. */
    public Path jars() {
        return root.resolve(Path.of("lib", "notebook", "target", "jars"));
    }

    /** The pinned Python packages. */
    Path requirements() {
        return root.resolve(Path.of("lib", "tools", "requirements.txt"));
    }

    /** The Python environment. */
    Path environment() {
        return root.resolve(".venv");
    }

    /** Our Python programs. */
    public Path scripts() {
        return root.resolve(Path.of("lib", "tools", "src", "main", "python"));
    }

    /** The executed notebooks. */
    public Path executed() {
        return root.resolve("tests").resolve("target").resolve("notebooks");
    }

    /** The pinned Python packages that make the site. */
    Path siteRequirements() {
        return requirements().resolveSibling("requirements-site.txt");
    }

    /** The lessons as pages. */
    Path site() {
        return root.resolve("target").resolve("site");
    }
}
