package hourglass.doctor;

/** Finds the line of an exception that tells a reader why something failed. */
final class ErrorMessages {

    private static final int MAX_LENGTH = 160;

    private ErrorMessages() {}

    /** Returns the first line of the innermost message, or the kind of failure where there is no message. */
    static String reason(Throwable failure) {
        String reason = failure.getClass().getSimpleName();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && !message.isBlank() && !isClassName(message)) {
                reason = message.strip()
                        .lines()
                        .findFirst()
                        .orElseThrow()
                        .strip()
                        .replaceFirst("[.:]+$", "");
            }
        }
        return reason.length() > MAX_LENGTH ? reason.substring(0, MAX_LENGTH) + "…" : reason;
    }

    /** Whether a message is only the name of an exception's class, as the message of an exception that wraps another is. */
    private static boolean isClassName(String message) {
        return message.matches("(\\w+\\.)+\\w+(Exception|Error)(: .*)?");
    }
}
