package dev.kenari.linux.syscall;

/** Processes and credentials: rows of the {@link SyscallTable}. */
final class ProcessCalls {
    private ProcessCalls() {}

    static void addTo(Rows rows) {
        rows.full(90, "capget", "ptr ptr", Capget::capget);
        rows.full(91, "capset", "ptr ptr", Capget::capset);
        rows.partial(92, "personality", "hex", Personality::personality, "only ADDR_NO_RANDOMIZE has an effect");
        rows.full(93, "exit", "int", Exit::exit);
        rows.full(94, "exit_group", "int", Exit::exitGroup);
        rows.partial(95, "waitid", "int pid ptr hex ptr", Wait::waitid, "__WNOTHREAD has no effect");
        rows.full(96, "set_tid_address", "ptr", Getpid::setTidAddress);
        rows.partial(97, "unshare", "cloneflags", Clone::unshare, "no namespaces but mount namespaces: EINVAL");
        rows.missing(117, "ptrace", "int pid hex hex", "");
        rows.full(143, "setregid", "int int", Setuid::setregid);
        rows.full(144, "setgid", "int", Setuid::setgid);
        rows.full(145, "setreuid", "int int", Setuid::setreuid);
        rows.full(146, "setuid", "int", Setuid::setuid);
        rows.full(147, "setresuid", "int int int", Setuid::setresuid);
        rows.full(148, "getresuid", "ptr ptr ptr", Getuid::getresuid);
        rows.full(149, "setresgid", "int int int", Setuid::setresgid);
        rows.full(150, "getresgid", "ptr ptr ptr", Getuid::getresgid);
        rows.full(151, "setfsuid", "int", Setuid::setfsuid);
        rows.full(152, "setfsgid", "int", Setuid::setfsgid);
        rows.full(154, "setpgid", "pid pid", Setpgid::setpgid);
        rows.full(155, "getpgid", "pid", Setpgid::getpgid);
        rows.full(156, "getsid", "pid", Setpgid::getsid);
        rows.full(157, "setsid", "", Setpgid::setsid);
        rows.full(158, "getgroups", "int ptr", Getgroups::getgroups);
        rows.full(159, "setgroups", "int ptr", Getgroups::setgroups);
        rows.full(163, "getrlimit", "int ptr", Getrlimit::getrlimit);
        rows.full(164, "setrlimit", "int ptr", Getrlimit::setrlimit);
        rows.full(165, "getrusage", "int ptr", Getrusage::getrusage);
        rows.partial(167, "prctl", "int hex hex hex hex", Prctl::prctl,
                "names, death signal, dumpable, capabilities, securebits, timer slack, subreaper, no_new_privs; others EINVAL");
        rows.full(172, "getpid", "", Getpid::getpid);
        rows.full(173, "getppid", "", Getpid::getppid);
        rows.full(174, "getuid", "", Getuid::getuid);
        rows.full(175, "geteuid", "", Getuid::geteuid);
        rows.full(176, "getgid", "", Getuid::getgid);
        rows.full(177, "getegid", "", Getuid::getegid);
        rows.full(178, "gettid", "", Getpid::gettid);
        rows.partial(220, "clone", "cloneflags ptr ptr ptr ptr", Clone::clone, "no namespaces: EINVAL");
        rows.full(221, "execve", "path strv strv", Execve::execve);
        rows.full(260, "wait4", "pid ptr hex ptr", Wait::wait4);
        rows.full(261, "prlimit64", "pid int ptr ptr", Getrlimit::prlimit);
        rows.partial(268, "setns", "fd hex", Clone::setns, "mount namespaces only");
        rows.missing(272, "kcmp", "pid pid int hex hex", "");
        rows.missing(277, "seccomp", "int hex ptr", "");
        rows.full(281, "execveat", "dirfd path strv strv hex", Execve::execveat);
        rows.missing(293, "rseq", "ptr uint hex sig", "");
        rows.partial(434, "pidfd_open", "pid hex", PidfdOpen::pidfdOpen, "no PIDFD_THREAD: EINVAL");
        rows.partial(435, "clone3", "ptr size", Clone::clone3, "no namespaces, no cgroups: EINVAL");
        rows.full(438, "pidfd_getfd", "fd fd hex", PidfdOpen::pidfdGetfd);
    }
}
