package dev.kenari.linux.syscall;

import dev.kenari.linux.Sigreturn;

/** Signals: rows of the {@link SyscallTable}. */
final class SignalCalls {
    private SignalCalls() {}

    static void addTo(Rows rows) {
        rows.full(128, "restart_syscall", "", RestartSyscall::restartSyscall);
        rows.full(129, "kill", "pid sig", Kill::kill);
        rows.full(130, "tkill", "pid sig", Kill::tkill);
        rows.full(131, "tgkill", "pid pid sig", Kill::tgkill);
        rows.full(132, "sigaltstack", "ptr ptr", Sigaltstack::sigaltstack);
        rows.full(133, "rt_sigsuspend", "ptr size", Sigsuspend::rtSigsuspend);
        rows.full(134, "rt_sigaction", "sig ptr ptr size", Sigaction::rtSigaction);
        rows.full(135, "rt_sigprocmask", "int ptr ptr size", Sigprocmask::rtSigprocmask);
        rows.full(136, "rt_sigpending", "ptr size", Sigpending::rtSigpending);
        rows.full(137, "rt_sigtimedwait", "ptr ptr timespec size", Sigwaitinfo::rtSigtimedwait);
        rows.full(138, "rt_sigqueueinfo", "pid sig ptr", RtSigqueueinfo::rtSigqueueinfo);
        rows.full(139, "rt_sigreturn", "", Sigreturn::rtSigreturn);
        rows.full(240, "rt_tgsigqueueinfo", "pid pid sig ptr", RtSigqueueinfo::rtTgsigqueueinfo);
        rows.partial(424, "pidfd_send_signal", "fd sig ptr hex", PidfdSendSignal::pidfdSendSignal, "no flags: EINVAL");
    }
}
