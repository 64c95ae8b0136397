package dev.kenari.machine;

/** A terminal's size in characters; 0 by 0 if unknown. */
public record WindowSize(int columns, int rows) {
    public static final WindowSize UNKNOWN = new WindowSize(0, 0);
}
