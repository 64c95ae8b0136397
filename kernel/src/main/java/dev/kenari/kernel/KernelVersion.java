package dev.kenari.kernel;

/** Which kernel this is: what uname(2) reports, and what modules are built for. */
public final class KernelVersion {
    /** The Linux whose system calls these are, as programs compare versions, and whose kernel this is. */
    public static final String RELEASE = "6.12.0-kenari";

    public static final String VERSION = "#1 SMP PREEMPT_DYNAMIC Kenari 0.1.0";

    private KernelVersion() {}
}
