package hourglass.runtime;

import java.util.Locale;

/**
 * How much of the engine is used: the system property {@code hourglass.accelerate}, or else the environment variable {@code
 * HOURGLASS_ACCELERATE}.
 */
public enum Acceleration {
    /** All of it; the default. */
    ON,
    /**
     * All but oneDNN, as on processors for which oneDNN has no build: the kernels are then those in Java, and OpenBLAS multiplies
     * matrices. It is decided once, when the engine is first used.
     */
    PORTABLE,
    /** None of it: networks run on Deeplearning4j's own layers, which is slower and otherwise the same. */
    OFF;

    /** The name of the system property, which wins over the environment variable. */
    public static final String PROPERTY = "hourglass.accelerate";

    /** The name of the environment variable. */
    public static final String VARIABLE = "HOURGLASS_ACCELERATE";

    /**
     * Returns what the property or the variable says now.
     *
     * @throws IllegalArgumentException if it is another word
     */
    public static Acceleration current() {
        String property = System.getProperty(PROPERTY);
        return property != null
                ? of(property, "system property " + PROPERTY)
                : of(System.getenv(VARIABLE), "environment variable " + VARIABLE);
    }

    /**
     * Returns whether oneDNN is left out by the property or the variable. A word that is none of the known ones does not leave it
     * out, and is explained where the engine is asked for.
     */
    public static boolean leavesOutOneDnn() {
        try {
            return current() == PORTABLE;
        } catch (IllegalArgumentException unknownWord) {
            return false;
        }
    }

    /**
     * Returns what a word means.
     *
     * @param word may be null or blank, which means the default
     * @param place where the word stands, for the message
     * @throws IllegalArgumentException if it is another word
     */
    public static Acceleration of(String word, String place) {
        if (word == null || word.isBlank()) {
            return ON;
        }
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "on", "true" -> ON;
            case "portable" -> PORTABLE;
            case "off", "false" -> OFF;
            default ->
                throw new IllegalArgumentException("The " + place + " is \"" + word
                        + "\", but it can only be \"on\", \"portable\" or \"off\": set it to one of them.");
        };
    }
}
