package hourglass.tools;

/** Thrown when the machine lacks something, such as Python or a full JDK; the message is one sentence with the remedy. */
public final class EnvironmentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EnvironmentException(String sentence) {
        super(sentence);
    }
}
