package hourglass.tools;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Finds the numbers in the text of a lesson that nothing holds: a number must stand in a code cell of the lesson, as a setting
 * does, or in its claims, as a measured one does, so that a text cannot go on saying what no run shows any more.
 *
 * <pre>{@code
 * List<String> problems = NumberLint.problems(notebook, Files.readString(project.claims(notebook.path())));
 * }</pre>
 */
public final class NumberLint {
    // Counts of things that stand before the reader's eyes, and the numbers of lessons.
    private static final int LARGEST_FREE = 12;
    private static final BigDecimal FIRST_YEAR = BigDecimal.valueOf(1900);
    private static final BigDecimal LAST_YEAR = BigDecimal.valueOf(2035);

    // Code, formulas, comments, pictures, and the targets of links.
    private static final Pattern NO_PROSE =
            Pattern.compile("(?ms)^ *```.*?^ *```|`[^`\n]*`|\\$\\$.*?\\$\\$|\\$[^$\n]+\\$"
                    + "|<!--.*?-->|!\\[[^\\]]*\\]\\([^)]*\\)|(?<=\\])\\([^)]*\\)|<[^>\n]+>");
    private static final Pattern REFERENCES = Pattern.compile("(?ms)^#+ Read on.*");
    // How long a lesson takes has a check of its own.
    private static final Pattern MINUTES = Pattern.compile("(?m)\\*\\*Takes\\*\\*[^\n]*");
    private static final Pattern ITEM = Pattern.compile("(?m)^\\s*(?:\\d+\\.|\\*\\*\\d+)");
    private static final String DIGITS = "\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?";
    private static final Pattern NUMBER = Pattern.compile("(?<![\\p{L}\\p{N}_.])(?:" + DIGITS + ")");
    private static final Pattern COMMENT = Pattern.compile("(?m)(?<![:\"/])//.*$|(?s)/\\*.*?\\*/");
    private static final Pattern LITERAL =
            Pattern.compile("(?<![\\p{L}_$])\\d[\\d_]*(?:\\.\\d+)?(?:[eE][-+]?\\d+)?|(?<![\\w.])\\.\\d+");

    private NumberLint() {}

    /**
     * Returns one sentence for each number of the text that neither the code nor the claims have. Numbers up to twelve, years,
     * code, formulas, links and the references under "Read on" are not looked at.
     *
     * @param claims the text of the lesson's claims; comments in it hold nothing
     */
    public static List<String> problems(NotebookFile notebook, String claims) {
        var known = new TreeSet<BigDecimal>();
        notebook.codeCells().forEach(cell -> literals(cell.source(), known));
        literals(claims, known);
        var problems = new ArrayList<String>();
        for (NotebookFile.Cell cell : notebook.cells()) {
            if (cell.isMarkdown()) {
                for (String number : numbers(cell.source())) {
                    if (!free(value(number)) && !known.contains(value(number))) {
                        problems.add("Cell " + cell.place() + " says " + number
                                + ", which no code cell and no claim has:" + " check.number(Budget.FULL, \"" + number
                                + "\", …) in the claims of the lesson holds it.");
                    }
                }
            }
        }
        return problems;
    }

    private static List<String> numbers(String markdown) {
        String prose = REFERENCES.matcher(markdown).replaceAll("");
        prose = NO_PROSE.matcher(prose).replaceAll(" ");
        prose = MINUTES.matcher(prose).replaceAll("");
        prose = ITEM.matcher(prose).replaceAll("");
        return NUMBER.matcher(prose).results().map(found -> found.group()).toList();
    }

    private static void literals(String code, TreeSet<BigDecimal> known) {
        String text = COMMENT.matcher(code).replaceAll("");
        for (Pattern pattern : List.of(LITERAL, NUMBER)) { // 55_000 as code has it, 55,000 as a string has it
            pattern.matcher(text).results().forEach(found -> known.add(value(found.group())));
        }
    }

    private static BigDecimal value(String digits) {
        return new BigDecimal(digits.replaceAll("[,_]", ""));
    }

    private static boolean free(BigDecimal value) {
        boolean whole = value.stripTrailingZeros().scale() <= 0;
        boolean year = value.compareTo(FIRST_YEAR) >= 0 && value.compareTo(LAST_YEAR) <= 0;
        return whole && (year || value.compareTo(BigDecimal.valueOf(LARGEST_FREE)) <= 0);
    }
}
