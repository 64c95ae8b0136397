package dev.kenari.machine.bus;

/** A level-triggered wire from a device to an interrupt controller. Safe from any thread. */
public interface InterruptLine {
    void set(boolean asserted);
}
