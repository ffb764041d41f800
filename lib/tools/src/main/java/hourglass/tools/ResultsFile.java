package hourglass.tools;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import hourglass.runtime.AtomicFile;
import hourglass.runtime.Excerpt;
import hourglass.runtime.IoErrors;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The records that the lessons write: one measured figure each, in {@code notebooks/results.json}, one a line.
 *
 * <p>Lesson, model, data, metric and budget say what was measured; a new record replaces the old one of the same five.
 */
public final class ResultsFile {
    private static final List<String> KEY = List.of("lesson", "model", "data", "metric", "budget");
    private static final List<String> ORDER =
            List.of("lesson", "model", "data", "metric", "value", "budget", "epochs", "seconds", "seed");
    private static final String BETWEEN = "\u0000"; // in no name
    private static final List<String> NUMBERS = List.of("value", "epochs", "seconds", "seed");
    private static final int LONGEST_QUOTE = 200;

    private final TreeMap<String, JsonObject> records = new TreeMap<>();

    private ResultsFile() {}

    /**
     * Reads the records of a file; none when the file does not exist.
     *
     * @throws IllegalArgumentException when the file is no array of complete records
     * @throws IOException when it cannot be read
     */
    public static ResultsFile read(Path file) throws IOException {
        var results = new ResultsFile();
        if (Files.exists(file)) {
            try {
                for (JsonElement element :
                        JsonParser.parseString(Files.readString(file)).getAsJsonArray()) {
                    results.put(checked(element, file));
                }
            } catch (JsonParseException | IllegalStateException | CharacterCodingException e) {
                throw new IllegalArgumentException(
                        file.getFileName() + " is not a JSON array of records: take it from the repository again.", e);
            }
        }
        return results;
    }

    private static JsonObject checked(JsonElement element, Path file) {
        JsonObject record = element.isJsonObject() ? element.getAsJsonObject() : new JsonObject();
        for (String name : ORDER) {
            JsonElement value = record.get(name);
            boolean number = NUMBERS.contains(name);
            if (value == null || !value.isJsonPrimitive() || number && !isFinite(value)) {
                throw new IllegalArgumentException("A record in " + file.getFileName() + " has no " + name
                        + (number ? " that is a finite number: " : ": ")
                        + Excerpt.of(element.toString(), LONGEST_QUOTE) + "; take the file from the repository again.");
            }
        }
        return record;
    }

    private static boolean isFinite(JsonElement value) {
        try {
            return Double.isFinite(value.getAsDouble());
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private void put(JsonObject record) {
        String key = KEY.stream().map(name -> record.get(name).getAsString()).collect(Collectors.joining(BETWEEN));
        records.put(key, record);
    }

    /** Takes over the records of the other, in place of those that measure the same. */
    ResultsFile merge(ResultsFile newer) {
        newer.records.values().forEach(this::put);
        return this;
    }

    /** Returns the records, sorted by lesson, model, data, metric and budget. */
    public Collection<JsonObject> records() {
        return records.values();
    }

    /** Returns the record of one figure; nothing where it was not measured. */
    Optional<JsonObject> find(String lesson, String model, String data, String metric, String budget) {
        return Optional.ofNullable(records.get(String.join(BETWEEN, lesson, model, data, metric, budget)));
    }

    /** Writes the records in their order, in one step. */
    void write(Path file) throws IOException {
        var lines = new ArrayList<String>();
        for (JsonObject record : records.values()) {
            lines.add(line(record));
        }
        String text = lines.isEmpty() ? "[]\n" : "[\n" + String.join(",\n", lines) + "\n]\n";
        try {
            AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IOException(
                    "The figures could not be written to " + file + " (" + IoErrors.reason(e)
                            + "): make room there and record again; the old ones are as they were.",
                    e);
        }
    }

    private static String line(JsonObject record) {
        Comparator<String> order =
                Comparator.comparingInt(name -> ORDER.contains(name) ? ORDER.indexOf(name) : ORDER.size());
        return record.keySet().stream()
                .sorted(order.thenComparing(Comparator.naturalOrder()))
                .map(name -> array(name).get(0) + ": " + record.get(name))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static JsonArray array(String text) {
        var array = new JsonArray();
        array.add(text);
        return array;
    }
}
