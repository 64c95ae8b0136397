package dev.kenari.kernel.component;

/** A component whose instances end and are followed by others, as its operator sees it. Guarded by the kernel lock. */
public interface Supervised {
    String name();

    /** Whether an instance takes calls. */
    boolean runs();

    /** How often it was started again. */
    int restarts();

    /** How often another version took its place. */
    int updates();

    /** Ends the instance of now, as if it had failed. */
    void kill(String why);
}
