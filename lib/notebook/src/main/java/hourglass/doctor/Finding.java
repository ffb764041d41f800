package hourglass.doctor;

/**
 * The result of one check.
 *
 * @param level whether it is as it should be
 * @param about what was checked, in one or two words: "Memory"
 * @param what what was found, without a full stop
 * @param remedy what to do about it, without a full stop; empty when all is well
 */
public record Finding(Level level, String about, String what, String remedy) {

    /** How serious a finding is. */
    public enum Level {
        /** As it should be. */
        FINE,
        /** The lessons run, but slower, on other data, or not everywhere. */
        WARNING,
        /** Something does not work. */
        WRONG
    }

    /**
     * Makes a finding of one line.
     *
     * @throws IllegalArgumentException if a problem has no remedy, if what is fine has one, or if a text has several lines
     */
    public Finding {
        if (what.isBlank() || (level == Level.FINE) != remedy.isEmpty()) {
            throw new IllegalArgumentException("The finding \"" + about + ": " + what + "\" is " + level
                    + (remedy.isEmpty() ? " and has no remedy: name one." : " and has a remedy: leave it out."));
        }
        if ((about + what + remedy).lines().count() > 1) {
            throw new IllegalArgumentException(
                    "The finding \"" + about + ": " + what + "\" has several lines: make it one.");
        }
    }

    /** Makes a finding of something that is as it should be. */
    public static Finding fine(String about, String what) {
        return new Finding(Level.FINE, about, what, "");
    }

    /** Makes a finding of something that could be better. */
    public static Finding warning(String about, String what, String remedy) {
        return new Finding(Level.WARNING, about, what, remedy);
    }

    /** Makes a finding of something that does not work. */
    public static Finding wrong(String about, String what, String remedy) {
        return new Finding(Level.WRONG, about, what, remedy);
    }

    /**
     * Makes a finding of a sentence in this library's form: what is wrong, a colon, the remedy and a full stop. A sentence in
     * another form is kept whole.
     */
    public static Finding wrong(String about, String sentence) {
        String line = sentence.strip().replaceAll("\\s+", " ").replaceFirst("\\.$", "");
        int colon = line.indexOf(": ");
        return colon < 0
                ? wrong(about, line, "see docs/troubleshooting.md")
                : wrong(about, line.substring(0, colon), line.substring(colon + 2));
    }

    /** Whether there is something to do. */
    public boolean isProblem() {
        return level != Level.FINE;
    }

    /** Returns what was found and what to do, as a sentence. */
    public String sentence() {
        return isProblem() ? what + ": " + remedy + "." : what + ".";
    }
}
