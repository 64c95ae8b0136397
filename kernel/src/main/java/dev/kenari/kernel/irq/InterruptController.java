package dev.kenari.kernel.irq;

/** A platform interrupt controller as its driver offers it (RISC-V PLIC Specification 1.0, chapters 7 to 9). */
public interface InterruptController {
    /** Lets {@code source} interrupt; which hart is the controller's choice. */
    void enable(int source);

    void disable(int source);

    /** Whether {@code source} asks for an interrupt, enabled or not. */
    boolean pending(int source);

    /** The highest-priority pending source for {@code hart}, now claimed; 0 if none. */
    int claim(int hart);

    /** Ends the handling of {@code source}: it may interrupt again. */
    void complete(int hart, int source);
}
