package dev.kenari.vfs;

import dev.kenari.abi.Errno;

/** Part of {@link Vfs}: opening, duplicating and closing descriptors. */
public interface Descriptors {
    /** openat(2): unknown flags are ignored. */
    int openat(int client, int dir, String path, int flags, int mode) throws Errno;

    /**
     * openat2(2): unknown flags are EINVAL.
     *
     * @param resolve {@code RESOLVE_*}
     */
    int openat2(int client, int dir, String path, long flags, long mode, long resolve) throws Errno;

    /** memfd_create(2). */
    int memfdCreate(int client, String name, int flags) throws Errno;

    void close(int client, int fd) throws Errno;

    /** close_range(2); bounds are unsigned. */
    void closeRange(int client, int first, int last, int flags) throws Errno;

    int dup(int client, int fd) throws Errno;

    /** dup3(2), and dup2 if {@code sameIsFine}: then equal descriptors are no error. */
    int dup3(int client, int from, int to, int flags, boolean sameIsFine) throws Errno;

    /** F_DUPFD and F_DUPFD_CLOEXEC: the lowest free descriptor from {@code lowest} up. */
    int duplicate(int client, int fd, int lowest, boolean closeOnExec) throws Errno;

    /** F_DUPFD_QUERY: whether both are one open file description. */
    boolean sameDescription(int client, int fd, int other) throws Errno;

    /** F_GETFD. */
    int descriptorFlags(int client, int fd) throws Errno;

    /** F_SETFD. */
    void setDescriptorFlags(int client, int fd, int flags) throws Errno;

    /** F_GETFL. */
    int statusFlags(int client, int fd) throws Errno;

    /** F_SETFL: O_APPEND, O_ASYNC, O_DIRECT, O_NOATIME and O_NONBLOCK change, others are ignored. */
    void setStatusFlags(int client, int fd, int flags) throws Errno;

    /**
     * The fcntl(2) commands that only some kinds of file know: F_GETPIPE_SZ, F_SETPIPE_SZ, F_ADD_SEALS, F_GET_SEALS,
     * F_SETOWN, F_GETOWN,
     * F_SETSIG, F_GETSIG. Unknown ones are EINVAL.
     */
    long control(int client, int fd, int command, long argument) throws Errno;
}
