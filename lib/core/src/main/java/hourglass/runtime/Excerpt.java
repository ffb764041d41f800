package hourglass.runtime;

import java.util.regex.Pattern;

/** What a file holds, as a message may repeat it: on one line, and no more than fits into a sentence. */
public final class Excerpt {
    // Control characters would move a terminal's cursor, marks of direction turn the rest of the sentence around.
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private Excerpt() {}

    /**
     * Returns the beginning of a text, with an ellipsis where it was longer and a question mark for each character that cannot
     * be printed.
     */
    public static String of(String text, int longest) {
        String beginning = text.length() > longest ? text.substring(0, longest) : text;
        return UNPRINTABLE.matcher(beginning).replaceAll("?") + (text.length() > longest ? "…" : "");
    }
}
