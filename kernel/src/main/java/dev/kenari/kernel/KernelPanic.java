package dev.kenari.kernel;

/** Our bug: the kernel's state can no longer be trusted, and it stops (panic(9)). */
public final class KernelPanic extends RuntimeException {
    private String dump = "";

    public KernelPanic(String message) {
        super(message);
    }

    public KernelPanic(String message, Throwable cause) {
        super(message, cause);
    }

    void setDump(String text) {
        dump = text;
    }

    /** Lines for a person: registers, the last traps, the kernel's log and stack; empty if the kernel was not running. */
    public String dump() {
        return dump;
    }
}
