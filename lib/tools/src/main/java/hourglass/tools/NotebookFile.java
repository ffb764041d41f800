package hourglass.tools;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import hourglass.runtime.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A notebook file (nbformat 4).
 *
 * @param path where it was read
 * @param json its content
 */
public record NotebookFile(Path path, JsonObject json) {
    private static final String EXTENSION = ".ipynb";
    private static final String BETWEEN_CELLS = "\n\u0000\n";

    /**
     * Reads a notebook.
     *
     * @throws IllegalArgumentException when the file is no notebook of format 4
     * @throws IOException when it cannot be read
     */
    public static NotebookFile read(Path path) throws IOException {
        return parse(path, Files.readString(path));
    }

    /** Takes the text for the content of the file. */
    static NotebookFile parse(Path path, String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            if (!json.has("cells")
                    || !json.has("nbformat")
                    || json.get("nbformat").getAsInt() != 4) {
                throw new IllegalArgumentException(
                        path.getFileName() + " is not a notebook of format 4: save it with a current JupyterLab.");
            }
            return new NotebookFile(path, json);
        } catch (JsonParseException | IllegalStateException e) {
            throw new IllegalArgumentException(
                    path.getFileName() + " is not valid JSON (" + e.getMessage() + "): restore it or save it again.",
                    e);
        }
    }

    /**
     * Finds the notebooks below a folder, in the order of their names, without JupyterLab's checkpoints.
     *
     * @param selection a glob such as {@code 01*}, which a notebook's name or its path below the folder, both without
     *     {@code .ipynb}, must match
     */
    public static List<Path> find(Path folder, String selection) throws IOException {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + selection);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .filter(path -> path.getFileName().toString().endsWith(EXTENSION))
                    .filter(path -> !hidden(folder.relativize(path)))
                    .filter(path ->
                            matcher.matches(bare(path.getFileName())) || matcher.matches(bare(folder.relativize(path))))
                    .sorted()
                    .toList();
        }
    }

    private static boolean hidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static Path bare(Path path) {
        String text = path.toString();
        return Path.of(text.substring(0, text.length() - EXTENSION.length()));
    }

    /** The file's name without its extension. */
    public String name() {
        return name(path);
    }

    /** The name of a notebook's file without its extension. */
    static String name(Path path) {
        return bare(path.getFileName()).toString();
    }

    /** Returns all cells, in their order. */
    List<Cell> cells() {
        var cells = new ArrayList<Cell>();
        int code = 0;
        for (JsonElement element : json.getAsJsonArray("cells")) {
            JsonObject cell = element.getAsJsonObject();
            if (Cell.isCode(cell)) {
                code++;
            }
            cells.add(new Cell(cell, cells.size() + 1, code));
        }
        return cells;
    }

    /** Returns the cells with code, in their order. */
    public List<Cell> codeCells() {
        return cells().stream().filter(Cell::isCode).toList();
    }

    /** The code cell with the tag {@code hero}, whose picture stands at the top of the lesson. */
    Optional<Cell> hero() {
        return codeCells().stream().filter(cell -> cell.hasTag("hero")).findFirst();
    }

    /** The file of the hero's picture. */
    Path heroFile() {
        return path.resolveSibling("images").resolve(name() + ".png");
    }

    /** The hash over the code, which a recorded notebook carries to tell when its outputs are older than its code. */
    String codeSha256() {
        String code = String.join(
                BETWEEN_CELLS, codeCells().stream().map(Cell::source).toList());
        return Sha256.of(code.getBytes(StandardCharsets.UTF_8));
    }

    /** The hash that the recorder wrote. */
    public Optional<String> recordedSha256() {
        return object(json, "metadata")
                .flatMap(metadata -> object(metadata, "hourglass"))
                .flatMap(ours -> Optional.ofNullable(ours.get("code_sha256")).map(JsonElement::getAsString));
    }

    /** The version that the kernel gave of its Java when the notebook was executed. */
    Optional<String> javaVersion() {
        return object(json, "metadata")
                .flatMap(metadata -> object(metadata, "language_info"))
                .flatMap(
                        language -> Optional.ofNullable(language.get("version")).map(JsonElement::getAsString));
    }

    /** Returns a member of the kernel specification, or nothing. */
    Optional<String> kernel(String member) {
        return object(json, "metadata")
                .flatMap(metadata -> object(metadata, "kernelspec"))
                .flatMap(kernel -> Optional.ofNullable(kernel.get(member)).map(JsonElement::getAsString));
    }

    private static Optional<JsonObject> object(JsonObject json, String member) {
        return Optional.ofNullable(json.get(member))
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject);
    }

    /** Joins a text that nbformat stores either whole or in lines. */
    public static String text(JsonElement element) {
        if (element == null || element.isJsonNull()) {
            return "";
        }
        if (element.isJsonArray()) {
            var text = new StringBuilder();
            element.getAsJsonArray().forEach(line -> text.append(line.getAsString()));
            return text.toString();
        }
        return element.isJsonPrimitive() ? element.getAsString() : element.toString();
    }

    /**
     * One cell.
     *
     * @param json its content
     * @param place its place among all cells, from 1
     * @param codePlace its place among the code cells, from 1; for another cell, the place of the code cell before it
     */
    public record Cell(JsonObject json, int place, int codePlace) {
        private static boolean isCode(JsonObject cell) {
            return "code".equals(text(cell.get("cell_type")));
        }

        boolean isCode() {
            return isCode(json);
        }

        boolean isMarkdown() {
            return "markdown".equals(text(json.get("cell_type")));
        }

        /** Returns what the author wrote in the cell. */
        public String source() {
            return text(json.get("source"));
        }

        /** Returns the outputs, in the order in which they came; none for a cell without code. */
        public List<JsonObject> outputs() {
            JsonArray outputs = json.getAsJsonArray("outputs");
            return outputs == null
                    ? List.of()
                    : outputs.asList().stream()
                            .map(JsonElement::getAsJsonObject)
                            .toList();
        }

        /** The count in the brackets beside the cell; nothing for a cell that was not run. */
        Optional<Integer> executionCount() {
            return Optional.ofNullable(json.get("execution_count"))
                    .filter(JsonElement::isJsonPrimitive)
                    .map(JsonElement::getAsInt);
        }

        boolean hasTag(String tag) {
            return object(json, "metadata")
                    .map(metadata -> metadata.getAsJsonArray("tags"))
                    .filter(tags -> tags.contains(new JsonPrimitive(tag)))
                    .isPresent();
        }

        /** The alternative text of the cell's picture, for readers who do not see it: {@code alt} in its metadata. */
        Optional<String> alternativeText() {
            return object(json, "metadata")
                    .map(metadata -> text(metadata.get("alt")).strip())
                    .filter(words -> !words.isEmpty());
        }

        /** Returns whether a picture is among the outputs. */
        public boolean hasPicture() {
            return picture().isPresent();
        }

        /** The first picture among the outputs, as a PNG. */
        Optional<byte[]> picture() {
            return outputs().stream()
                    .flatMap(output -> object(output, "data").stream())
                    .filter(data -> data.has("image/png"))
                    .map(data -> Base64.getMimeDecoder().decode(text(data.get("image/png"))))
                    .findFirst();
        }
    }
}
