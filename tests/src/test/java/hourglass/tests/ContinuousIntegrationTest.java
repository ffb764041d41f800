package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ContinuousIntegrationTest {
    private static final Path SCRIPT = Trial.real().root().resolve(".ci").resolve("run");
    private static final Path WORKFLOWS = Trial.real().root().resolve(".github").resolve("workflows");
    // JupyterLab brings a YAML parser; "on" is a truth value in YAML 1.1 and becomes the text "true".
    private static final String YAML_TO_JSON = "import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin)))";

    @Test
    @Tag("jupyter")
    void workflowsRunTheProjectsOwnCommandsWithActionsPinnedByTheirMajorVersion()
            throws IOException, InterruptedException {
        var steps = new ArrayList<JsonObject>();
        try (Stream<Path> files = Files.list(WORKFLOWS)) {
            for (Path file : files.toList()) {
                JsonObject workflow = json(file);
                assertThat(workflow.keySet()).contains("name", "true", "jobs", "permissions");
                workflow.getAsJsonObject("jobs").asMap().values().forEach(job -> job.getAsJsonObject()
                        .getAsJsonArray("steps")
                        .forEach(step -> steps.add(step.getAsJsonObject())));
            }
        }

        assertThat(members(steps, "uses")).isNotEmpty().allMatch(action -> action.matches("actions/[a-z-]+@v\\d+"));
        assertThat(members(steps, "run"))
                .contains(".ci/run", "mvn -B -Psite")
                .allMatch(command -> command.equals(".ci/run")
                        || command.startsWith("mvn -B verify")
                        || command.equals("mvn -B -Psite"));
    }

    @Test
    @Tag("jupyter")
    void theLessonsRunOnEachJdkThatIsPromised() throws IOException, InterruptedException {
        JsonObject jobs = json(WORKFLOWS.resolve("ci.yml")).getAsJsonObject("jobs");

        assertThat(jobs.keySet()).isNotEmpty();
        for (String name : jobs.keySet()) {
            JsonObject job = jobs.getAsJsonObject(name);
            assertThat(job.getAsJsonObject("strategy").getAsJsonObject("matrix").getAsJsonArray("java"))
                    .as("JDKs of the job %s", name)
                    .extracting(JsonElement::getAsString)
                    .containsExactly("17", "21", "25");
            assertThat(job.getAsJsonArray("steps"))
                    .extracting(JsonElement::getAsJsonObject)
                    .filteredOn(step ->
                            step.has("uses") && step.get("uses").getAsString().startsWith("actions/setup-java@"))
                    .singleElement()
                    .extracting(step ->
                            step.getAsJsonObject("with").get("java-version").getAsString())
                    .isEqualTo("${{ matrix.java }}");
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for Unix")
    void theScriptIsExecutableAndWellFormedShell() throws IOException, InterruptedException {
        assertThat(SCRIPT).isExecutable();
        assertThat(new ProcessBuilder("bash", "-n", SCRIPT.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    private static List<String> members(List<JsonObject> steps, String name) {
        return steps.stream()
                .filter(step -> step.has(name))
                .map(step -> step.get(name))
                .map(JsonElement::getAsString)
                .toList();
    }

    private static JsonObject json(Path yaml) throws IOException, InterruptedException {
        Process process = Trial.python()
                .command("-c", YAML_TO_JSON)
                .redirectInput(yaml.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s is YAML", yaml.getFileName()).isZero();
        return JsonParser.parseString(text).getAsJsonObject();
    }
}
