package hourglass.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks that a text is in plain English, as far as rules can tell: no sentence is too long to follow, and no word praises
 * instead of saying something.
 *
 * <pre>{@code
 * List<String> problems = ProseLint.problems(markdown); // one sentence each, none when all is well
 * }</pre>
 */
final class ProseLint {
    /**
     * In words; a semicolon ends a sentence too, a colon does not. Guides to plain English ask for 15 to 20 words on average:
     * a single sentence may have twice as many before a reader loses its beginning.
     */
    static final int LONGEST_SENTENCE = 40;

    private static final Pattern PRAISE = Pattern.compile(
            "(?i)\\b(simply|obviously|of course|needless to say|basically|essentially|amazing|awesome|powerful|elegant"
                    + "|seamless(?:ly)?|effortless(?:ly)?|cutting-edge|state-of-the-art|revolutionary|blazing(?:ly)?"
                    + "|game-chang\\w+|unleash\\w*|leverag\\w+|utili[sz]e[sd]?|utili[sz]ing|delve[sd]?|in order to"
                    + "|it is important to note|it should be noted)\\b");
    // Not prose: blocks of code, comments, formulas on lines of their own, pictures.
    private static final Pattern NO_PROSE =
            Pattern.compile("(?ms)^ *```.*?^ *```|<!--.*?-->|\\$\\$.*?\\$\\$|!\\[[^\\]]*\\]\\([^)]*\\)");
    // Code and formulas within a sentence count as one word each, whatever is in them.
    private static final Pattern ONE_WORD = Pattern.compile("`[^`\n]*`|\\$[^$\n]+\\$");
    // So much of a sentence lets its author find it.
    private static final int LONGEST_QUOTE = 60;
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");
    private static final Pattern NEW_PARAGRAPH = Pattern.compile("^(?:[-*+]|\\d+\\.)\\s+");
    private static final Pattern INITIAL = Pattern.compile("\\b(\\p{Lu}|e\\.g|i\\.e|et al|cf|pp)\\.");
    private static final Pattern END = Pattern.compile("(?<=[.!?])[\"”)*_]*\\s+(?=[\"“(*_]*[\\p{Lu}\\d])|;\\s+");
    private static final Pattern WORD = Pattern.compile("\\S*[\\p{L}\\p{N}]\\S*");

    private ProseLint() {}

    /**
     * Returns one sentence for each sentence that is too long and each word that praises. Headings, tables, code, formulas
     * and the list of references under "Read on" are not looked at.
     */
    static List<String> problems(String markdown) {
        var problems = new ArrayList<String>();
        for (String paragraph : paragraphs(markdown)) {
            for (String sentence : END.split(INITIAL.matcher(paragraph).replaceAll("$1"))) {
                long words = WORD.matcher(sentence).results().count();
                if (words > LONGEST_SENTENCE) {
                    problems.add("A sentence has " + words + " words, the limit is " + LONGEST_SENTENCE + ": divide \""
                            + beginning(sentence) + "\".");
                }
                Matcher praise = PRAISE.matcher(sentence);
                while (praise.find()) {
                    problems.add(
                            "\"" + praise.group() + "\" says nothing: take it out of \"" + beginning(sentence) + "\".");
                }
            }
        }
        return problems;
    }

    private static List<String> paragraphs(String markdown) {
        String prose = NO_PROSE.matcher(markdown).replaceAll("\n\n");
        prose = ONE_WORD.matcher(prose).replaceAll("Code");
        prose = LINK.matcher(prose).replaceAll("$1").replaceAll("<[^>\n]+>", "\n\n");
        var paragraphs = new ArrayList<String>();
        var paragraph = new StringBuilder();
        boolean references = false;
        for (String line : (prose + "\n\n").lines().toList()) { // The blank line at the end ends the last paragraph.
            String text = line.strip();
            boolean heading = text.startsWith("#");
            if (heading) {
                references = text.matches("#+ Read on.*");
            }
            boolean item = NEW_PARAGRAPH.matcher(text).find();
            if (text.isEmpty() || heading || item || text.startsWith("|")) {
                if (!paragraph.isEmpty() && !references) {
                    paragraphs.add(paragraph.toString());
                }
                paragraph.setLength(0);
            }
            if (!text.isEmpty() && !heading && !text.startsWith("|")) {
                paragraph
                        .append(paragraph.isEmpty() ? "" : " ")
                        .append(NEW_PARAGRAPH.matcher(text).replaceFirst(""));
            }
        }
        return paragraphs;
    }

    private static String beginning(String sentence) {
        return sentence.length() <= LONGEST_QUOTE ? sentence : sentence.substring(0, LONGEST_QUOTE) + "…";
    }
}
