package dev.kenari.linux.syscall;

/** Futexes: rows of the {@link SyscallTable}. */
final class FutexCalls {
    private FutexCalls() {}

    static void addTo(Rows rows) {
        rows.missing(98, "futex", "ptr futexop int timespec ptr int", "");
        rows.missing(99, "set_robust_list", "ptr size", "");
        rows.missing(100, "get_robust_list", "pid ptr ptr", "");
        rows.missing(449, "futex_waitv", "ptr uint hex timespec clock", "");
        rows.missing(454, "futex_wake", "ptr hex int hex", "");
        rows.missing(455, "futex_wait", "ptr hex hex hex timespec clock", "");
        rows.missing(456, "futex_requeue", "ptr hex int int", "");
    }
}
