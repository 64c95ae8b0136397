package dev.kenari.linux.syscall;

/** Pipes, readiness and event descriptors: rows of the {@link SyscallTable}. */
final class PollCalls {
    private PollCalls() {}

    static void addTo(Rows rows) {
        rows.missing(19, "eventfd2", "uint hex", "");
        rows.missing(20, "epoll_create1", "hex", "");
        rows.missing(21, "epoll_ctl", "fd int fd ptr", "");
        rows.missing(22, "epoll_pwait", "fd ptr int int ptr size", "");
        rows.missing(26, "inotify_init1", "hex", "");
        rows.missing(27, "inotify_add_watch", "fd path hex", "");
        rows.missing(28, "inotify_rm_watch", "fd int", "");
        rows.missing(59, "pipe2", "ptr oflags", "");
        rows.missing(72, "pselect6", "int ptr ptr ptr timespec ptr", "");
        rows.missing(73, "ppoll", "ptr uint timespec ptr size", "");
        rows.missing(74, "signalfd4", "fd ptr size hex", "");
        rows.missing(85, "timerfd_create", "clock hex", "");
        rows.missing(86, "timerfd_settime", "fd hex ptr ptr", "");
        rows.missing(87, "timerfd_gettime", "fd ptr", "");
        rows.missing(262, "fanotify_init", "hex hex", "");
        rows.missing(263, "fanotify_mark", "fd hex hex dirfd path", "");
        rows.missing(441, "epoll_pwait2", "fd ptr int timespec ptr size", "");
    }
}
