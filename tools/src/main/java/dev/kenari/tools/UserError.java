package dev.kenari.tools;

/** Something that the user can mend: printed as {@code error: <id>: <message>}, exit code {@link ExitCode#OURS}. */
final class UserError extends RuntimeException {
    private final String id;

    UserError(String id, String message) {
        super(message, null, false, false);
        this.id = id;
    }

    String line() {
        return "error: " + id + ": " + getMessage();
    }
}
