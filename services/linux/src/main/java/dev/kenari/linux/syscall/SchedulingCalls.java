package dev.kenari.linux.syscall;

/** Scheduling: rows of the {@link SyscallTable}. */
final class SchedulingCalls {
    private SchedulingCalls() {}

    static void addTo(Rows rows) {
        rows.missing(30, "ioprio_set", "int int int", "");
        rows.missing(31, "ioprio_get", "int int", "");
        rows.missing(118, "sched_setparam", "pid ptr", "");
        rows.missing(119, "sched_setscheduler", "pid int ptr", "");
        rows.missing(120, "sched_getscheduler", "pid", "");
        rows.missing(121, "sched_getparam", "pid ptr", "");
        rows.missing(122, "sched_setaffinity", "pid size ptr", "");
        rows.missing(123, "sched_getaffinity", "pid size ptr", "");
        rows.missing(124, "sched_yield", "", "");
        rows.missing(125, "sched_get_priority_max", "int", "");
        rows.missing(126, "sched_get_priority_min", "int", "");
        rows.missing(127, "sched_rr_get_interval", "pid ptr", "");
        rows.missing(140, "setpriority", "int int int", "");
        rows.missing(141, "getpriority", "int int", "");
        rows.missing(168, "getcpu", "ptr ptr ptr", "");
        rows.missing(274, "sched_setattr", "pid ptr hex", "");
        rows.missing(275, "sched_getattr", "pid ptr uint hex", "");
    }
}
