package hourglass.data;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Pictures to train on and pictures to test on, of one size and with the same classes.
 *
 * @param name its name for a reader, such as "Fashion-MNIST"
 * @param train the training pictures
 * @param test the pictures that training never sees
 * @param source where they come from, in words for a reader and never a path: "HOURGLASS_DATA", "the cache", "the
 *     system's package", "a folder of your own", {@value #DOWNLOADED} or {@value #DRAWN}
 * @param notice what a reader has to know before believing any figure, a full sentence; empty if there is nothing. It is
 *     not empty when drawn pictures stand in for a dataset that was not found.
 */
public record Dataset(String name, Images train, Images test, String source, String notice) {

    private static final Pattern AT_BLANKS = Pattern.compile("(.{1,96})(?: |$)");

    /** The {@link #source} of a dataset that was just brought from its public place on the net. */
    public static final String DOWNLOADED = "downloaded";

    /** The {@link #source} of pictures and signals that this project draws itself. */
    public static final String DRAWN = "drawn by this project";

    /**
     * Checks that training and test pictures belong together.
     *
     * @throws IllegalArgumentException if they differ in size, channels or classes
     */
    public Dataset {
        Objects.requireNonNull(name, "The dataset needs a name.");
        Objects.requireNonNull(train, "The dataset needs training pictures.");
        Objects.requireNonNull(test, "The dataset needs test pictures.");
        Objects.requireNonNull(source, "The dataset needs a source.");
        Objects.requireNonNull(notice, "The notice must not be null: give \"\" if there is nothing to say.");
        if (train.height() != test.height() || train.width() != test.width()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "The training pictures of '%s' are %d×%d and its test pictures %d×%d: they must be of one size.",
                    name,
                    train.height(),
                    train.width(),
                    test.height(),
                    test.width()));
        }
        if (train.channels() != test.channels()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "The training pictures of '%s' are %s and its test pictures %s: they must both be grey or in colour.",
                    name,
                    Images.kind(train.channels()),
                    Images.kind(test.channels())));
        }
        if (!train.classes().equals(test.classes())) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "The training pictures of '%s' have the classes %s and its test pictures %s: they must be the"
                            + " same.",
                    name,
                    train.classes(),
                    test.classes()));
        }
    }

    /** Makes a dataset without a notice. */
    public Dataset(String name, Images train, Images test, String source) {
        this(name, train, test, source, "");
    }

    /** Whether the pictures were drawn by this project rather than collected. */
    public boolean drawn() {
        return source.equals(DRAWN);
    }

    /** A copy with lines and columns exchanged in every picture; see {@link Images#transposed}. */
    public Dataset transposed() {
        return new Dataset(name, train.transposed(), test.transposed(), source, notice);
    }

    /** A source as the end of a sentence: "from the cache", but "downloaded". */
    static String origin(String source) {
        return source.equals(DRAWN) || source.equals(DOWNLOADED) ? source : "from " + source;
    }

    /**
     * One line: "Fashion-MNIST: 60,000 + 10,000 pictures of 28×28 in 10 classes, from HOURGLASS_DATA", with the notice,
     * if there is one, on lines of its own: JupyterLab breaks a long line in the middle of a word.
     */
    @Override
    public String toString() {
        String line = String.format(
                Locale.ROOT,
                "%s: %,d + %,d %s of %d×%d in %s, %s",
                name,
                train.size(),
                test.size(),
                Images.kind(train.channels()),
                train.height(),
                train.width(),
                train.countOfClasses(),
                origin(source));
        return notice.isEmpty()
                ? line
                : line + "\n" + AT_BLANKS.matcher(notice).replaceAll("$1\n").stripTrailing();
    }
}
