package dev.kenari.linux.syscall;

/** Clocks and timers: rows of the {@link SyscallTable}. */
final class TimeCalls {
    private TimeCalls() {}

    static void addTo(Rows rows) {
        rows.full(101, "nanosleep", "timespec ptr", ClockNanosleep::nanosleep);
        rows.full(102, "getitimer", "int ptr", Getitimer::getitimer);
        rows.full(103, "setitimer", "int ptr ptr", Getitimer::setitimer);
        rows.full(107, "timer_create", "clock ptr ptr", TimerCreate::timerCreate);
        rows.full(108, "timer_gettime", "int ptr", TimerCreate::timerGettime);
        rows.full(109, "timer_getoverrun", "int", TimerCreate::timerGetoverrun);
        rows.full(110, "timer_settime", "int hex ptr ptr", TimerCreate::timerSettime);
        rows.full(111, "timer_delete", "int", TimerCreate::timerDelete);
        rows.full(112, "clock_settime", "clock timespec", ClockGettime::clockSettime);
        rows.full(113, "clock_gettime", "clock ptr", ClockGettime::clockGettime);
        rows.full(114, "clock_getres", "clock ptr", ClockGettime::clockGetres);
        rows.full(115, "clock_nanosleep", "clock hex timespec ptr", ClockNanosleep::clockNanosleep);
        rows.full(153, "times", "ptr", Getrusage::times);
        rows.full(169, "gettimeofday", "ptr ptr", Gettimeofday::gettimeofday);
        rows.partial(170, "settimeofday", "ptr ptr", Gettimeofday::settimeofday, "no time zones: EINVAL");
        rows.partial(171, "adjtimex", "ptr", Adjtimex::adjtimex, "reports only: any adjustment is EINVAL");
        rows.partial(266, "clock_adjtime", "clock ptr", Adjtimex::clockAdjtime,
                "reports only: any adjustment is EINVAL");
    }
}
