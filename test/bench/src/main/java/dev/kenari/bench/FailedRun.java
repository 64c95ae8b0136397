package dev.kenari.bench;

/** A command could not be started, failed, took too long, or said something else than it should. */
final class FailedRun extends Exception {
    private static final long serialVersionUID = 1;

    FailedRun(String message) {
        super(message);
    }
}
