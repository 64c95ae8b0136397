package dev.kenari.tools;

/** Exit codes of our own; any other is the guest's, or 128 and the signal that ended it. */
final class ExitCode {
    /** The guest ran longer than {@code --timeout}. */
    static final int TIMEOUT = 124;
    /** Kenari could not do what was asked; one line on standard error says why. */
    static final int OURS = 125;
    /** The command was found but can't be executed. */
    static final int NOT_EXECUTABLE = 126;
    /** The command was not found. */
    static final int NOT_FOUND = 127;

    private ExitCode() {}
}
