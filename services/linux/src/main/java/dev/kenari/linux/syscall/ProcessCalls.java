package dev.kenari.linux.syscall;

/** Processes and credentials: rows of the {@link SyscallTable}. */
final class ProcessCalls {
    private ProcessCalls() {}

    static void addTo(Rows rows) {
        rows.missing(90, "capget", "ptr ptr", "");
        rows.missing(91, "capset", "ptr ptr", "");
        rows.missing(92, "personality", "hex", "");
        rows.missing(93, "exit", "int", "");
        rows.missing(94, "exit_group", "int", "");
        rows.missing(95, "waitid", "int pid ptr hex ptr", "");
        rows.missing(96, "set_tid_address", "ptr", "");
        rows.missing(97, "unshare", "cloneflags", "");
        rows.missing(117, "ptrace", "int pid hex hex", "");
        rows.missing(143, "setregid", "int int", "");
        rows.missing(144, "setgid", "int", "");
        rows.missing(145, "setreuid", "int int", "");
        rows.missing(146, "setuid", "int", "");
        rows.missing(147, "setresuid", "int int int", "");
        rows.missing(148, "getresuid", "ptr ptr ptr", "");
        rows.missing(149, "setresgid", "int int int", "");
        rows.missing(150, "getresgid", "ptr ptr ptr", "");
        rows.missing(151, "setfsuid", "int", "");
        rows.missing(152, "setfsgid", "int", "");
        rows.missing(154, "setpgid", "pid pid", "");
        rows.missing(155, "getpgid", "pid", "");
        rows.missing(156, "getsid", "pid", "");
        rows.missing(157, "setsid", "", "");
        rows.missing(158, "getgroups", "int ptr", "");
        rows.missing(159, "setgroups", "int ptr", "");
        rows.missing(163, "getrlimit", "int ptr", "");
        rows.missing(164, "setrlimit", "int ptr", "");
        rows.missing(165, "getrusage", "int ptr", "");
        rows.missing(167, "prctl", "int hex hex hex hex", "");
        rows.missing(172, "getpid", "", "");
        rows.missing(173, "getppid", "", "");
        rows.missing(174, "getuid", "", "");
        rows.missing(175, "geteuid", "", "");
        rows.missing(176, "getgid", "", "");
        rows.missing(177, "getegid", "", "");
        rows.missing(178, "gettid", "", "");
        rows.missing(220, "clone", "cloneflags ptr ptr ptr ptr", "");
        rows.missing(221, "execve", "path strv strv", "");
        rows.missing(260, "wait4", "pid ptr hex ptr", "");
        rows.missing(261, "prlimit64", "pid int ptr ptr", "");
        rows.missing(268, "setns", "fd hex", "");
        rows.missing(272, "kcmp", "pid pid int hex hex", "");
        rows.missing(277, "seccomp", "int hex ptr", "");
        rows.missing(281, "execveat", "dirfd path strv strv hex", "");
        rows.missing(293, "rseq", "ptr uint hex sig", "");
        rows.missing(434, "pidfd_open", "pid hex", "");
        rows.missing(435, "clone3", "ptr size", "");
        rows.missing(438, "pidfd_getfd", "fd fd hex", "");
    }
}
