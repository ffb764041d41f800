package hourglass.tools;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Builds notebooks for tests, without a kernel. */
final class NotebookBuilder {
    private final JsonArray cells = new JsonArray();
    private final JsonObject metadata = new JsonObject();
    private int count;

    private NotebookBuilder() {
        kernel("java", "Java", "java");
    }

    static NotebookBuilder titled(String title) {
        return new NotebookBuilder().text("# " + title);
    }

    static NotebookBuilder untitled() {
        return new NotebookBuilder();
    }

    NotebookBuilder kernel(String name, String displayName, String language) {
        var kernel = new JsonObject();
        kernel.addProperty("name", name);
        kernel.addProperty("display_name", displayName);
        kernel.addProperty("language", language);
        metadata.add("kernelspec", kernel);
        return this;
    }

    NotebookBuilder executedOn(String javaVersion) {
        var language = new JsonObject();
        language.addProperty("name", "Java");
        language.addProperty("version", javaVersion);
        metadata.add("language_info", language);
        return this;
    }

    NotebookBuilder recorded(String sha256) {
        var ours = new JsonObject();
        ours.addProperty("code_sha256", sha256);
        metadata.add("hourglass", ours);
        return this;
    }

    NotebookBuilder text(String source) {
        var cell = new JsonObject();
        cell.addProperty("cell_type", "markdown");
        cell.addProperty("source", source);
        cells.add(cell);
        return this;
    }

    NotebookBuilder code(String source, JsonObject... outputs) {
        count++;
        return codeRunAs(count, source, outputs);
    }

    /** Adds a code cell with the alternative text of its picture. */
    NotebookBuilder described(String words, String source, JsonObject... outputs) {
        code(source, outputs);
        var cell = new JsonObject();
        cell.addProperty("alt", words);
        cells.get(cells.size() - 1).getAsJsonObject().add("metadata", cell);
        return this;
    }

    NotebookBuilder codeRunAs(Integer executionCount, String source, JsonObject... outputs) {
        var cell = new JsonObject();
        cell.addProperty("cell_type", "code");
        cell.addProperty("source", source);
        cell.addProperty("execution_count", executionCount);
        var array = new JsonArray();
        for (JsonObject output : outputs) {
            array.add(output);
        }
        cell.add("outputs", array);
        cells.add(cell);
        return this;
    }

    /** Ends with a last cell that passed. */
    NotebookFile passed() {
        return code("Check.allPassed()", stream("stdout", "All checks passed.\n"))
                .build();
    }

    NotebookFile build() {
        return at(Path.of("notebooks", "99_test.ipynb"));
    }

    NotebookFile at(Path path) {
        var json = new JsonObject();
        json.addProperty("nbformat", 4);
        json.addProperty("nbformat_minor", 5);
        json.add("metadata", metadata);
        json.add("cells", cells);
        return new NotebookFile(path, json);
    }

    static JsonObject stream(String name, String text) {
        var output = new JsonObject();
        output.addProperty("output_type", "stream");
        output.addProperty("name", name);
        output.addProperty("text", text);
        return output;
    }

    static JsonObject error(String name, String value) {
        var output = new JsonObject();
        output.addProperty("output_type", "error");
        output.addProperty("ename", name);
        output.addProperty("evalue", value);
        return output;
    }

    static JsonObject data(String type, String content) {
        var data = new JsonObject();
        data.addProperty(type, content);
        var output = new JsonObject();
        output.addProperty("output_type", "display_data");
        output.add("data", data);
        return output;
    }

    static JsonObject picture(boolean constant) throws IOException {
        var image = new BufferedImage(9, 7, BufferedImage.TYPE_BYTE_GRAY);
        if (!constant) {
            image.setRGB(8, 6, 0xFFFFFF);
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return data("image/png", Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }
}
