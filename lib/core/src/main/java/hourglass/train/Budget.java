package hourglass.train;

import java.util.Locale;

/**
 * How long a lesson may train: {@code quick} for continuous integration, {@code standard} for a reader who waits about three
 * minutes, {@code full} for the losses that docs/figures.md compares with those of tutorials. The environment variable
 * {@value #VARIABLE} says which.
 */
public enum Budget {
    QUICK,
    STANDARD,
    FULL;

    /** The environment variable that names the budget; unset means {@code standard}. */
    public static final String VARIABLE = "HOURGLASS_BUDGET";

    /**
     * Returns the budget that {@value #VARIABLE} names.
     *
     * @throws IllegalArgumentException if the variable holds another word
     */
    public static Budget current() {
        return of(System.getenv(VARIABLE));
    }

    /**
     * Returns the value for the current budget, so that the cell which uses it shows all three.
     *
     * @param quick the value of continuous integration, which keeps a training within seconds
     * @param standard the value that a reader gets who sets nothing
     * @param full the value of the trainings in docs/figures.md, which take minutes
     */
    public static int choose(int quick, int standard, int full) {
        return current().pick(quick, standard, full);
    }

    /** Returns this budget as a reader writes it: in small letters. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    int pick(int quick, int standard, int full) {
        return switch (this) {
            case QUICK -> quick;
            case STANDARD -> standard;
            case FULL -> full;
        };
    }

    /**
     * Returns the budget of this name; null or nothing but blanks means {@code standard}.
     *
     * @throws IllegalArgumentException if it is another word
     */
    public static Budget of(String value) {
        if (value == null || value.isBlank()) {
            return STANDARD;
        }
        for (Budget budget : values()) {
            if (budget.toString().equals(value.strip().toLowerCase(Locale.ROOT))) {
                return budget;
            }
        }
        throw new IllegalArgumentException(
                VARIABLE + " is '" + value + "': set it to quick, standard or full, or leave it unset for standard.");
    }
}
