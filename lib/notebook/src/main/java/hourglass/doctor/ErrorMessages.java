package hourglass.doctor;

/** Says in a line why something failed. */
final class ErrorMessages {

    private static final int LONGEST = 160;

    private ErrorMessages() {}

    /** Returns the first line of the innermost message, or the kind of failure where there is no message. */
    static String reason(Throwable failure) {
        String reason = failure.getClass().getSimpleName();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && !message.isBlank() && !isAName(message)) {
                reason = message.strip()
                        .lines()
                        .findFirst()
                        .orElseThrow()
                        .strip()
                        .replaceFirst("[.:]+$", "");
            }
        }
        return reason.length() > LONGEST ? reason.substring(0, LONGEST) + "…" : reason;
    }

    /** Whether a message is a wrapper's: the name of the class that it wraps. */
    private static boolean isAName(String message) {
        return message.matches("(\\w+\\.)+\\w+(Exception|Error)(: .*)?");
    }
}
