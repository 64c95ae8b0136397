package dev.kenari.linux.syscall;

/** How much of a system call's man page holds. */
public enum Support {
    /** Everything that applies to this kernel. */
    FULL,
    /** What the row's note does not except; excepted flags get EINVAL or the errno that the note names. */
    PARTIAL,
    /** ENOSYS. */
    MISSING
}
