package dev.kenari.linux.syscall;

/** Futexes: rows of the {@link SyscallTable}. */
final class FutexCalls {
    private FutexCalls() {}

    static void addTo(Rows rows) {
        rows.partial(98, "futex", "ptr futexop int timespec ptr int", Futex::futex,
                "priority inheritance lends no priority; no FUTEX_WAIT_REQUEUE_PI");
        rows.full(99, "set_robust_list", "ptr size", SetRobustList::setRobustList);
        rows.full(100, "get_robust_list", "pid ptr ptr", SetRobustList::getRobustList);
        rows.full(449, "futex_waitv", "ptr uint hex timespec clock", Futex::futexWaitv);
        rows.missing(454, "futex_wake", "ptr hex int hex", "");
        rows.missing(455, "futex_wait", "ptr hex hex hex timespec clock", "");
        rows.missing(456, "futex_requeue", "ptr hex int int", "");
    }
}
