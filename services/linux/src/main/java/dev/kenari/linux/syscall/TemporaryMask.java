package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** The signal mask that ppoll(2), pselect(2) and epoll_pwait(2) put in force for the time of the call. */
final class TemporaryMask {
    /** A wait of a call that may have its own mask. */
    @FunctionalInterface
    interface Wait {
        long run() throws Errno;
    }

    private TemporaryMask() {}

    /**
     * Runs {@code wait} with the mask at {@code address}, or with the usual one if that is null.
     *
     * @param interrupted what the call fails with if a signal interrupts it
     */
    static long during(Call call, long address, long size, Errno interrupted, Wait wait) throws Errno {
        if (address != 0) {
            throw size == Long.BYTES ? Errno.ENOSYS : Errno.EINVAL;
        }
        try {
            return wait.run();
        } catch (Errno e) {
            throw e == Errno.ERESTARTSYS ? interrupted : e;
        }
    }
}
