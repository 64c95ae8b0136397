package dev.kenari.kernel;

/** Our bug: the kernel's state can no longer be trusted, and it stops (panic(9)). */
public final class KernelPanic extends RuntimeException {
    public KernelPanic(String message) {
        super(message);
    }

    public KernelPanic(String message, Throwable cause) {
        super(message, cause);
    }
}
