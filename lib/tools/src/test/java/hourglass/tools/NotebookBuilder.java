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
        metadata.add("kernelspec", object("name", name, "display_name", displayName, "language", language));
        return this;
    }

    NotebookBuilder executedOn(String javaVersion) {
        metadata.add("language_info", object("name", "Java", "version", javaVersion));
        return this;
    }

    NotebookBuilder recorded(String sha256) {
        metadata.add("hourglass", object("code_sha256", sha256));
        return this;
    }

    NotebookBuilder text(String source) {
        cells.add(object("cell_type", "markdown", "source", source));
        return this;
    }

    NotebookBuilder code(String source, JsonObject... outputs) {
        count++;
        return codeRunAs(count, source, outputs);
    }

    /** Adds a code cell with the alternative text of its picture. */
    NotebookBuilder described(String words, String source, JsonObject... outputs) {
        code(source, outputs);
        cells.get(cells.size() - 1).getAsJsonObject().add("metadata", object("alt", words));
        return this;
    }

    NotebookBuilder codeRunAs(Integer executionCount, String source, JsonObject... outputs) {
        JsonObject cell = object("cell_type", "code", "source", source);
        cell.addProperty("execution_count", executionCount);
        var array = new JsonArray();
        for (JsonObject output : outputs) {
            array.add(output);
        }
        cell.add("outputs", array);
        cells.add(cell);
        return this;
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
        return object("output_type", "stream", "name", name, "text", text);
    }

    static JsonObject error(String name, String value) {
        return object("output_type", "error", "ename", name, "evalue", value);
    }

    static JsonObject data(String type, String content) {
        JsonObject output = object("output_type", "display_data");
        output.add("data", object(type, content));
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

    /** An object of the members whose names and texts alternate. */
    private static JsonObject object(String... namesAndTexts) {
        var object = new JsonObject();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            object.addProperty(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return object;
    }
}
