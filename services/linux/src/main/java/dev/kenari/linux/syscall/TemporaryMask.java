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
     * Runs {@code wait} with the mask at {@code address}, or with the usual one if that is null. If a signal interrupts it the mask stays in
     * force until its handler returns.
     *
     * @param interrupted what the call fails with then
     */
    static long during(Call call, long address, long size, Errno interrupted, Wait wait) throws Errno {
        if (address == 0) {
            return run(interrupted, wait);
        }
        SignalSet.checkSize(size);
        call.signals().beginMask(call.tid(), call.memory().getLong(address));
        boolean keep = false;
        try {
            return run(interrupted, wait);
        } catch (Errno e) {
            keep = e == interrupted;
            throw e;
        } finally {
            if (!keep) {
                call.signals().endMask(call.tid());
            }
        }
    }

    private static long run(Errno interrupted, Wait wait) throws Errno {
        try {
            return wait.run();
        } catch (Errno e) {
            throw e == Errno.ERESTARTSYS ? interrupted : e;
        }
    }
}
