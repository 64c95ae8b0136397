package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** signalfd(2). */
final class Signalfd {
    /** SIGKILL and SIGSTOP. */
    private static final long UNBLOCKABLE = 1L << 8 | 1L << 18;

    private Signalfd() {}

    static long signalfd4(Call call) throws Errno {
        if (call.argument(2) != Long.BYTES) {
            throw Errno.EINVAL;
        }
        long mask = call.memory().getLong(call.argument(1)) & ~UNBLOCKABLE;
        return call.channels().signalfd(call.client(), call.intArgument(0), mask, call.intArgument(3));
    }
}
