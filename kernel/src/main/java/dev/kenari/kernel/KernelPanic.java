package dev.kenari.kernel;

import dev.kenari.kernel.crash.CrashReport;

/** Our bug: the kernel's state can no longer be trusted, and it stops (panic(9)). */
public final class KernelPanic extends RuntimeException {
    private transient CrashReport report;

    public KernelPanic(String message) {
        super(message);
    }

    public KernelPanic(String message, Throwable cause) {
        super(message, cause);
    }

    void setReport(CrashReport value) {
        report = value;
    }

    /** The state of the kernel that failed; null if none was running. */
    public CrashReport report() {
        return report;
    }
}
