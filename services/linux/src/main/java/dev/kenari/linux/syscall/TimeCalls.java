package dev.kenari.linux.syscall;

/** Clocks and timers: rows of the {@link SyscallTable}. */
final class TimeCalls {
    private TimeCalls() {}

    static void addTo(Rows rows) {
        rows.missing(101, "nanosleep", "timespec ptr", "");
        rows.missing(102, "getitimer", "int ptr", "");
        rows.missing(103, "setitimer", "int ptr ptr", "");
        rows.missing(107, "timer_create", "clock ptr ptr", "");
        rows.missing(108, "timer_gettime", "int ptr", "");
        rows.missing(109, "timer_getoverrun", "int", "");
        rows.missing(110, "timer_settime", "int hex ptr ptr", "");
        rows.missing(111, "timer_delete", "int", "");
        rows.missing(112, "clock_settime", "clock timespec", "");
        rows.missing(113, "clock_gettime", "clock ptr", "");
        rows.missing(114, "clock_getres", "clock ptr", "");
        rows.missing(115, "clock_nanosleep", "clock hex timespec ptr", "");
        rows.full(153, "times", "ptr", Getrusage::times);
        rows.missing(169, "gettimeofday", "ptr ptr", "");
        rows.missing(170, "settimeofday", "ptr ptr", "");
        rows.missing(171, "adjtimex", "ptr", "");
        rows.missing(266, "clock_adjtime", "clock ptr", "");
    }
}
