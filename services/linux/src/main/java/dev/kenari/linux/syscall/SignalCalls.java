package dev.kenari.linux.syscall;

/** Signals: rows of the {@link SyscallTable}. */
final class SignalCalls {
    private SignalCalls() {}

    static void addTo(Rows rows) {
        rows.missing(128, "restart_syscall", "", "");
        rows.missing(129, "kill", "pid sig", "");
        rows.missing(130, "tkill", "pid sig", "");
        rows.missing(131, "tgkill", "pid pid sig", "");
        rows.missing(132, "sigaltstack", "ptr ptr", "");
        rows.missing(133, "rt_sigsuspend", "ptr size", "");
        rows.missing(134, "rt_sigaction", "sig ptr ptr size", "");
        rows.missing(135, "rt_sigprocmask", "int ptr ptr size", "");
        rows.missing(136, "rt_sigpending", "ptr size", "");
        rows.missing(137, "rt_sigtimedwait", "ptr ptr timespec size", "");
        rows.missing(138, "rt_sigqueueinfo", "pid sig ptr", "");
        rows.missing(139, "rt_sigreturn", "", "");
        rows.missing(240, "rt_tgsigqueueinfo", "pid pid sig ptr", "");
        rows.missing(424, "pidfd_send_signal", "fd sig ptr hex", "");
    }
}
