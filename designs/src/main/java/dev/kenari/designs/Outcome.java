package dev.kenari.designs;

/**
 * How a system ended.
 *
 * @param status exit code of the program; 128 and the signal that ended it; 125, 126 or 127 if it could not be started
 * @param message why it could not be started; null if it was
 */
public record Outcome(int status, String message) {}
