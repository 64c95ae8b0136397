package dev.kenari.vfs;

import dev.kenari.abi.Errno;

/** Part of {@link Channels}: descriptors that stand for events. */
public interface EventDescriptors {
    /** eventfd2(2). EINVAL for unknown flags. */
    int eventfd(int client, int initial, int flags) throws Errno;

    /** timerfd_create(2). */
    int timerfdCreate(int client, int clock, int flags) throws Errno;

    /** timerfd_settime(2); returns the setting before. */
    TimerSetting timerfdSettime(int client, int fd, int flags, TimerSetting setting) throws Errno;

    /** timerfd_gettime(2). */
    TimerSetting timerfdGettime(int client, int fd) throws Errno;

    /**
     * signalfd4(2).
     *
     * @param fd an existing one to change, or -1
     * @param mask bit n - 1 for signal n
     */
    int signalfd(int client, int fd, long mask, int flags) throws Errno;

    /** inotify_init1(2). */
    int inotify(int client, int flags) throws Errno;

    /** inotify_add_watch(2); returns the watch descriptor. */
    int inotifyAddWatch(int client, int fd, String path, int mask) throws Errno;

    /** inotify_rm_watch(2). */
    void inotifyRemoveWatch(int client, int fd, int watch) throws Errno;

    /**
     * pidfd_open(2): a descriptor, closed on exec, that is readable once its process has ended.
     *
     * @param exitQueue number of the kernel wait queue that is woken when the process ends, and withdrawn when it was waited for
     * @param ended whether it has ended already
     * @param flags O_NONBLOCK
     */
    int pidfd(int client, int pid, int exitQueue, boolean ended, int flags) throws Errno;

    /** The process that a pidfd refers to. EBADF if it is none, ESRCH if the process was waited for. */
    int pidfdProcess(int client, int fd) throws Errno;
}
