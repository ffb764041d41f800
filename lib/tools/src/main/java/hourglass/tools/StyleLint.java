package hourglass.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the form of a lesson: code that fits beside its text on a screen, and a true word on how long the lesson takes to
 * read.
 *
 * <pre>{@code
 * List<String> problems = StyleLint.problems(notebook); // one sentence each, none when all is well
 * }</pre>
 */
public final class StyleLint {
    /** In characters: what a notebook shows without a scroll bar on a laptop. */
    static final int LONGEST_LINE = 100;

    /** In lines, without imports and the class path. */
    static final int LONGEST_CELL = 20;

    /** In lines, for half of the cells. */
    static final int LONGEST_MEDIAN = 12;

    // Measured rates of silent reading lie between 175 and 300 words a minute (M. Brysbaert, "How many words do we read
    // per
    // minute?", 2019); text beside formulas is at the lower end. A picture takes about a minute.
    private static final double WORDS_A_MINUTE = 180;
    private static final double MINUTES_OFF = 5;
    private static final Pattern MINUTES_TO_READ =
            Pattern.compile("\\*\\*Takes\\*\\*:[^\n]*?(\\d+)(?: minutes?)? to read");
    private static final Pattern STRING = Pattern.compile("(?s)\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|//[^\n]*");
    private static final Pattern QUALIFIED =
            Pattern.compile("(?<![\\w.])(?:java|javax|org|hourglass|tech|com)(?:\\.[a-z]\\w*)+\\.[A-Z]\\w*");

    private StyleLint() {}

    /** Returns one sentence for each thing that is not as the house style has it. */
    public static List<String> problems(NotebookFile notebook) {
        var problems = new ArrayList<String>();
        var lengths = new ArrayList<Long>();
        for (NotebookFile.Cell cell : notebook.codeCells()) {
            String in = "Code cell " + cell.codePlace() + " (cell " + cell.place() + ") ";
            List<String> lines = cell.source().lines().filter(StyleLint::isCode).toList();
            long length = lines.size();
            lengths.add(length);
            if (length > LONGEST_CELL) {
                problems.add(in + "has " + length + " lines: divide it, the limit is " + LONGEST_CELL + ".");
            }
            for (String line : lines) {
                int characters = line.codePointCount(0, line.length());
                if (characters > LONGEST_LINE) {
                    problems.add(in + "has a line of " + characters + " characters, the limit is " + LONGEST_LINE
                            + ": divide \"" + line.strip().substring(0, 40) + "…\".");
                }
            }
            Matcher qualified =
                    QUALIFIED.matcher(STRING.matcher(String.join("\n", lines)).replaceAll("\"\""));
            while (qualified.find()) {
                problems.add(in + "writes " + qualified.group() + " in full: import it in the set-up cell.");
            }
        }
        lengths.sort(null);
        if (!lengths.isEmpty() && lengths.get(lengths.size() / 2) > LONGEST_MEDIAN) {
            problems.add("Half of the code cells have " + lengths.get(lengths.size() / 2)
                    + " lines and more, the limit is " + LONGEST_MEDIAN + ": divide some.");
        }
        minutesProblem(notebook, problems);
        return problems;
    }

    private static boolean isCode(String line) {
        return !line.startsWith("import ") && !line.startsWith("%");
    }

    private static void minutesProblem(NotebookFile notebook, List<String> problems) {
        long words = 0;
        String said = null;
        for (NotebookFile.Cell cell : notebook.cells()) {
            if (cell.isMarkdown()) {
                words += cell.source().split("\\s+").length;
                Matcher minutes = MINUTES_TO_READ.matcher(cell.source());
                if (said == null && minutes.find()) {
                    said = minutes.group(1);
                }
            }
        }
        long pictures = notebook.codeCells().stream()
                .filter(NotebookFile.Cell::hasPicture)
                .count();
        double needed = words / WORDS_A_MINUTE + pictures;
        if (said == null) {
            problems.add(
                    "The lesson does not say how long it takes: write \"**Takes**: … minutes to run at the standard"
                            + " budget, " + Math.round(needed) + " to read\".");
        } else if (Math.abs(Double.parseDouble(said) - needed) > MINUTES_OFF) {
            problems.add("The lesson says that it takes " + said + " minutes to read; " + words + " words and "
                    + pictures + " pictures take about " + Math.round(needed) + ".");
        }
    }
}
