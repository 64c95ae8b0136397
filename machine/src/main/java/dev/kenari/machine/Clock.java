package dev.kenari.machine;

/**
 * The board's time: the one seam through which time enters. Host time, or the instructions retired (a run that repeats).
 */
public interface Clock {
    /** Nanoseconds since the board's reset; never goes back. */
    long nanos();

    /** Nanoseconds since 1970-01-01T00:00Z at the board's reset. */
    long epochNanos();

    /** Whether time passes by instructions; then an idle board jumps to its next deadline instead of waiting. */
    boolean deterministic();

    /** Called by a hart: {@code instructions} more were retired. A host clock ignores it. */
    void retired(long instructions);

    /** Called by an idle hart of a deterministic board: time becomes at least {@code nanos}. */
    void skipTo(long nanos);
}
