package dev.kenari.linux.syscall;

/** Scheduling: rows of the {@link SyscallTable}. */
final class SchedulingCalls {
    private SchedulingCalls() {}

    static void addTo(Rows rows) {
        rows.missing(30, "ioprio_set", "int int int", "");
        rows.missing(31, "ioprio_get", "int int", "");
        rows.full(118, "sched_setparam", "pid ptr", SchedSetscheduler::setparam);
        rows.full(119, "sched_setscheduler", "pid int ptr", SchedSetscheduler::setscheduler);
        rows.full(120, "sched_getscheduler", "pid", SchedSetscheduler::getscheduler);
        rows.full(121, "sched_getparam", "pid ptr", SchedSetscheduler::getparam);
        rows.full(122, "sched_setaffinity", "pid size ptr", SchedSetaffinity::setaffinity);
        rows.full(123, "sched_getaffinity", "pid size ptr", SchedSetaffinity::getaffinity);
        rows.full(124, "sched_yield", "", SchedSetaffinity::yield);
        rows.full(125, "sched_get_priority_max", "int", SchedSetscheduler::getPriorityMax);
        rows.full(126, "sched_get_priority_min", "int", SchedSetscheduler::getPriorityMin);
        rows.full(127, "sched_rr_get_interval", "pid ptr", SchedSetscheduler::rrGetInterval);
        rows.full(140, "setpriority", "int int int", Getpriority::setpriority);
        rows.full(141, "getpriority", "int int", Getpriority::getpriority);
        rows.full(168, "getcpu", "ptr ptr ptr", Getcpu::getcpu);
        rows.partial(274, "sched_setattr", "pid ptr hex", SchedSetscheduler::setattr,
                "SCHED_DEADLINE and utilisation clamps are EINVAL");
        rows.full(275, "sched_getattr", "pid ptr uint hex", SchedSetscheduler::getattr);
    }
}
