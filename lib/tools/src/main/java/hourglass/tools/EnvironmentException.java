package hourglass.tools;

/** Something that the machine lacks; the message is one sentence that names the remedy. */
public final class EnvironmentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EnvironmentException(String sentence) {
        super(sentence);
    }
}
