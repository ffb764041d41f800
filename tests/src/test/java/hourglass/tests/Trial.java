package hourglass.tests;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import hourglass.tools.NotebookFile;
import hourglass.tools.NotebookRunner;
import hourglass.tools.Project;
import hourglass.tools.PythonEnvironment;
import hourglass.tools.Recorder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A small project in the build's folder, with notebooks of the test resources and the Python environment of the real one. */
final class Trial {
    private static final Project REAL = Project.ofThisBuild();

    private final Project project;

    private Trial(Project project) {
        this.project = project;
    }

    /** Makes an empty project of this name, in the place of one that an earlier run left. */
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

    /** Puts a notebook into the project, with its claims if it has any; its set-up cell then names the real jars. */
    Path notebook(String resource) throws IOException {
        try (InputStream claims = Trial.class.getResourceAsStream("/notebooks/" + resource + ".jsh")) {
            if (claims != null) {
                Files.createDirectories(project.claims());
                Files.copy(claims, project.claims().resolve(resource + ".jsh"));
            }
        }
        try (InputStream in = Trial.class.getResourceAsStream("/notebooks/" + resource + ".ipynb")) {
            return write(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Puts a copy of a lesson into the project, with its hero picture and without the outputs of earlier runs. */
    Path lesson(String name) throws IOException {
        Path images = Files.createDirectories(project.notebooks().resolve("images"));
        Files.copy(REAL.notebooks().resolve("images").resolve(name + ".png"), images.resolve(name + ".png"));
        JsonObject json =
                NotebookFile.read(REAL.notebooks().resolve(name + ".ipynb")).json();
        for (JsonElement element : json.getAsJsonArray("cells")) {
            JsonObject cell = element.getAsJsonObject();
            if (cell.has("outputs")) {
                cell.add("outputs", new JsonArray());
                cell.add("execution_count", JsonNull.INSTANCE);
            }
        }
        return write(name, json.toString());
    }

    private Path write(String name, String notebook) throws IOException {
        String jars = project.notebooks().relativize(REAL.jars()).toString().replace('\\', '/');
        return Files.writeString(
                project.notebooks().resolve(name + ".ipynb"), notebook.replace("../lib/notebook/target/jars", jars));
    }

    Project project() {
        return project;
    }

    /** Returns the project that is being tested. */
    static Project real() {
        return REAL;
    }

    /** Returns the real Python environment, which is made first if it is not there. */
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
