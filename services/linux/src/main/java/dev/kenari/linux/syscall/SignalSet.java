package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** The kernel's sigset_t: eight bytes, bit n - 1 for signal n. */
final class SignalSet {
    static final int BYTES = 8;

    private SignalSet() {}

    /** Checks the size that a program passes along. */
    static void checkSize(long size) throws Errno {
        if (size != BYTES) {
            throw Errno.EINVAL;
        }
    }
}
