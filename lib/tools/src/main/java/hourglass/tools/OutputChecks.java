package hourglass.tools;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * Checks that the outputs of an executed notebook are results and nothing else: no error, no line of a log, no path of the
 * machine, no address of an object, no empty picture; and that all cells ran in order.
 *
 * <pre>{@code
 * List<String> problems = OutputChecks.of(project).problems(executed); // one sentence each, none when all is well
 * }</pre>
 */
public final class OutputChecks {
    private static final Pattern OBJECT_ADDRESS = Pattern.compile("[\\w$.;\\[/]+@[0-9a-f]{4,8}\\b(?!\\.\\w)");
    // Pictures and weights within HTML, in which letters may look like a path by chance; no path or word is so long.
    private static final Pattern ENCODED = Pattern.compile("[A-Za-z0-9+/=]{120,}");
    // So much of an output lets its author find it.
    private static final int LONGEST_QUOTE = 120;
    private static final Map<Pattern, String> LOG_LINES = new LinkedHashMap<>();

    static {
        LOG_LINES.put(Pattern.compile("SLF4J"), "a line of the logging library");
        LOG_LINES.put(Pattern.compile("\\bo\\.n\\.l|\\bo\\.d\\.n\\."), "a log line of ND4J or DL4J");
        LOG_LINES.put(Pattern.compile("\\b(WARN|WARNING)\\b"), "a warning");
        LOG_LINES.put(Pattern.compile("\\bINFO  |\\bINFO:|\\bDEBUG\\b"), "a log line");
    }

    private final Map<Pattern, String> paths = new LinkedHashMap<>();

    private OutputChecks(List<Path> folders) {
        for (String start : List.of("/home/", "/root/", "/tmp/", "/Users/", "/var/folders/")) {
            paths.put(Pattern.compile("(?<![\\w.~-])" + Pattern.quote(start) + "|file:/+" + start.substring(1)), start);
        }
        paths.put(Pattern.compile("\\b[A-Z]:\\\\\\w"), "a drive's name");
        for (Path folder : folders) {
            paths.put(Pattern.compile(Pattern.quote(folder.toString())), "the project's folder or the data's");
        }
    }

    /** Returns the checks for the notebooks of a project. */
    public static OutputChecks of(Project project) {
        var folders = new ArrayList<Path>();
        folders.add(project.root());
        String data = System.getenv("HOURGLASS_DATA");
        if (data != null && Path.of(data).isAbsolute()) {
            folders.add(Path.of(data).normalize());
        }
        folders.removeIf(folder -> folder.getNameCount() == 0);
        return new OutputChecks(folders);
    }

    /** Returns one sentence for each thing that is wrong with the outputs. */
    public List<String> problems(NotebookFile notebook) {
        var problems = new ArrayList<String>();
        List<NotebookFile.Cell> cells = notebook.codeCells();
        if (cells.isEmpty()) {
            return List.of("There is no code cell, so nothing was run.");
        }
        for (NotebookFile.Cell cell : cells) {
            if (cell.executionCount().isEmpty()) {
                problems.add(in(cell) + "was not run.");
            } else if (cell.executionCount().get() != cell.codePlace()) {
                problems.add(
                        in(cell) + "was run as number " + cell.executionCount().get() + ", not in its order.");
            }
            for (JsonObject output : cell.outputs()) {
                check(cell, output, problems);
            }
        }
        return problems;
    }

    private void check(NotebookFile.Cell cell, JsonObject output, List<String> problems) {
        if ("error".equals(NotebookFile.text(output.get("output_type")))) {
            problems.add(in(cell) + "failed: " + NotebookFile.text(output.get("ename")) + ": "
                    + quote(NotebookFile.text(output.get("evalue"))));
            return; // A stack trace shows addresses and paths as well; the error is what counts.
        }
        String words = words(output);
        if ("stderr".equals(NotebookFile.text(output.get("name")))) {
            problems.add(in(cell) + "wrote to standard error: " + quote(words));
        }
        LOG_LINES.forEach((pattern, what) -> {
            Matcher matcher = pattern.matcher(words);
            if (matcher.find()) {
                problems.add(in(cell) + "shows " + what + ": " + quote(line(words, matcher.start())));
            }
        });
        Matcher address = OBJECT_ADDRESS.matcher(words);
        if (address.find()) {
            problems.add(in(cell) + "shows the address of an object, " + quote(address.group())
                    + ", in place of its content.");
        }
        paths.forEach((pattern, what) -> {
            Matcher matcher = pattern.matcher(words);
            if (matcher.find()) {
                problems.add(in(cell) + "shows a path of this machine (" + what + "): "
                        + quote(line(words, matcher.start())));
            }
        });
        if (output.has("data") && output.getAsJsonObject("data").has("image/png")) {
            checkPicture(cell, NotebookFile.text(output.getAsJsonObject("data").get("image/png")), problems);
        }
    }

    private static void checkPicture(NotebookFile.Cell cell, String encoded, List<String> problems) {
        BufferedImage image = null;
        try {
            image = ImageIO.read(
                    new ByteArrayInputStream(Base64.getMimeDecoder().decode(encoded)));
        } catch (IOException | IllegalArgumentException e) {
            problems.add(in(cell) + "holds a picture that cannot be decoded: " + e.getMessage());
            return;
        }
        if (image == null) {
            problems.add(in(cell) + "holds a picture that is not a PNG.");
            return;
        }
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        if (Arrays.stream(pixels).allMatch(pixel -> pixel == pixels[0])) {
            problems.add(in(cell) + "holds a picture of " + image.getWidth() + "×" + image.getHeight()
                    + " in which all pixels are equal.");
        }
    }

    /**
     * Everything in an output that a reader reads. Encoded pictures and numbers are left out, and so is the plain text
     * that the kernel adds to a picture, which no reader sees; the recorder replaces it.
     */
    private static String words(JsonObject output) {
        var words = new StringBuilder(NotebookFile.text(output.get("text")));
        if (output.has("data")) {
            JsonObject data = output.getAsJsonObject("data");
            for (Map.Entry<String, JsonElement> entry : data.entrySet()) {
                boolean picture =
                        entry.getKey().startsWith("image/") && !entry.getKey().startsWith("image/svg");
                boolean behindPicture = entry.getKey().equals("text/plain") && data.has("image/png");
                if (!picture && !behindPicture) {
                    words.append('\n').append(NotebookFile.text(entry.getValue()));
                }
            }
        }
        return ENCODED.matcher(words).replaceAll("");
    }

    private static String in(NotebookFile.Cell cell) {
        return "Code cell " + cell.codePlace() + " (cell " + cell.place() + ") ";
    }

    private static String line(String text, int position) {
        int start = text.lastIndexOf('\n', position) + 1;
        int end = text.indexOf('\n', position);
        return text.substring(start, end < 0 ? text.length() : end);
    }

    private static String quote(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return "\"" + (line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "…" : line) + "\"";
    }
}
