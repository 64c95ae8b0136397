package dev.kenari.linux.syscall;

/** Pipes, readiness and event descriptors: rows of the {@link SyscallTable}. */
final class PollCalls {
    private PollCalls() {}

    static void addTo(Rows rows) {
        rows.full(19, "eventfd2", "uint hex", Eventfd::eventfd2);
        rows.full(20, "epoll_create1", "hex", EpollCreate::epollCreate1);
        rows.partial(21, "epoll_ctl", "fd int fd ptr", EpollCtl::epollCtl, "EPOLLEXCLUSIVE wakes all; EPOLLWAKEUP has no effect");
        rows.full(22, "epoll_pwait", "fd ptr int int ptr size", EpollWait::epollPwait);
        rows.full(26, "inotify_init1", "hex", Inotify::inotifyInit1);
        rows.partial(
                27, "inotify_add_watch", "fd path hex", Inotify::inotifyAddWatch,
                "no IN_DELETE_SELF from file systems whose files change behind the kernel (proc, host directories)");
        rows.full(28, "inotify_rm_watch", "fd int", Inotify::inotifyRmWatch);
        rows.full(59, "pipe2", "ptr oflags", Pipe::pipe2);
        rows.full(72, "pselect6", "int ptr ptr ptr timespec ptr", Select::pselect6);
        rows.full(73, "ppoll", "ptr uint timespec ptr size", Poll::ppoll);
        rows.full(74, "signalfd4", "fd ptr size hex", Signalfd::signalfd4);
        rows.full(85, "timerfd_create", "clock hex", TimerfdCreate::timerfdCreate);
        rows.full(86, "timerfd_settime", "fd hex ptr ptr", TimerfdCreate::timerfdSettime);
        rows.full(87, "timerfd_gettime", "fd ptr", TimerfdCreate::timerfdGettime);
        rows.missing(262, "fanotify_init", "hex hex", "");
        rows.missing(263, "fanotify_mark", "fd hex hex dirfd path", "");
        rows.full(441, "epoll_pwait2", "fd ptr int timespec ptr size", EpollWait::epollPwait2);
    }
}
