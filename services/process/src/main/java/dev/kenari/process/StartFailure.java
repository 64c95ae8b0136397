package dev.kenari.process;

/** Hears that the first program could not be started. */
@FunctionalInterface
public interface StartFailure {
    /**
     * Called before the kernel halts with {@code status}.
     *
     * @param status 127 if there is no such command, 126 if it can't be executed
     * @param message what and why, one line
     */
    void failed(int status, String message);
}
