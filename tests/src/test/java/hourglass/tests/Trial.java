package hourglass.tests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A small project of its own in the build's folder, with notebooks from the test resources and the real environment. */
final class Trial {
    private static final Project REAL = Project.ofThisBuild();

    private final Project project;

    private Trial(Project project) {
        this.project = project;
    }

    static Trial of(String name) throws IOException {
        Path root = REAL.executed().resolveSibling("trials").resolve(name);
        if (Files.exists(root)) {
            try (Stream<Path> paths = Files.walk(root)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Project project = Project.at(root);
        Files.createDirectories(project.notebooks());
        Files.createDirectories(project.scripts());
        try (Stream<Path> scripts = Files.list(REAL.scripts())) {
            for (Path script : scripts.filter(Files::isRegularFile).toList()) {
                Files.copy(script, project.scripts().resolve(script.getFileName()));
            }
        }
        return new Trial(project);
    }

    /** Puts a notebook into the project; its set-up cell then names the real jars. */
    Path notebook(String resource) throws IOException {
        Path file = project.notebooks().resolve(resource + ".ipynb");
        try (InputStream in = Trial.class.getResourceAsStream("/notebooks/" + resource + ".ipynb")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String jars = project.notebooks().relativize(REAL.jars()).toString().replace('\\', '/');
            Files.writeString(file, text.replace("../lib/target/jars", jars));
        }
        return file;
    }

    Project project() {
        return project;
    }

    static Project real() {
        return REAL;
    }

    static PythonEnvironment python() {
        return PythonEnvironment.of(REAL).ready();
    }

    NotebookRunner runner(String budget) {
        return new NotebookRunner(project, python(), budget);
    }

    Recorder recorder(String budget) {
        return new Recorder(project, python(), budget);
    }
}
