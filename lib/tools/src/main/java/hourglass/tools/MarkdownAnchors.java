package hourglass.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The anchors of a Markdown page: a link such as {@code docs/glossary.md#batch} leads to the heading that is named so.
 *
 * <pre>{@code
 * MarkdownAnchors.problem(folder, "../docs/glossary.md#bach").ifPresent(problems::add);
 * }</pre>
 */
final class MarkdownAnchors {
    private static final Pattern FENCE = Pattern.compile("(?ms)^ *(```|~~~).*?^ *\\1");
    private static final Pattern HEADING = Pattern.compile("(?m)^ {0,3}#{1,6} +(.+?)(?: +#+)? *$");
    private static final Pattern LINK = Pattern.compile("!?\\[([^\\]]*)\\]\\([^)]*\\)");
    private static final Pattern NOT_IN_AN_ANCHOR = Pattern.compile("[^\\p{L}\\p{M}\\p{N}_\\- ]");

    private MarkdownAnchors() {}

    /**
     * Says what is wrong with a link's anchor; nothing for a link without one, to another kind of file or to a page that does
     * not exist, which is another fault.
     *
     * @param folder of the file that has the link
     * @param target of the link, as it is written
     * @return what may follow "links to"
     * @throws UncheckedIOException if the page cannot be read
     */
    static Optional<String> problem(Path folder, String target) {
        int mark = target.indexOf(".md#");
        if (mark < 0 || target.contains("://")) {
            return Optional.empty();
        }
        String anchor = target.substring(mark + ".md#".length());
        try {
            Path page = folder.resolve(target.substring(0, mark).replace("%20", " ") + ".md");
            if (!Files.isRegularFile(page) || in(Files.readString(page)).contains(anchor)) {
                return Optional.empty();
            }
            return Optional.of(target + ", but " + page.getFileName() + " has no heading with the anchor \"" + anchor
                    + "\": correct the link or add the heading.");
        } catch (InvalidPathException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the anchors that GitHub gives to the headings of a page: in lower case, blanks as hyphens, no punctuation, and a
     * number for each repetition.
     */
    static Set<String> in(String markdown) {
        var anchors = new LinkedHashSet<String>();
        Matcher heading = HEADING.matcher(FENCE.matcher(markdown).replaceAll(""));
        while (heading.find()) {
            String words = LINK.matcher(heading.group(1)).replaceAll("$1").strip();
            String wanted = NOT_IN_AN_ANCHOR
                    .matcher(words.toLowerCase(Locale.ROOT))
                    .replaceAll("")
                    .replace(' ', '-');
            String anchor = wanted;
            for (int repetition = 1; !anchors.add(anchor); repetition++) {
                anchor = wanted + "-" + repetition;
            }
        }
        return anchors;
    }
}
