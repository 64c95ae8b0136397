package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Words;

/** sigpending(2): rt_sigpending. */
final class Sigpending {
    private Sigpending() {}

    static long rtSigpending(Call call) throws Errno {
        long size = call.argument(1);
        if (size < 0 || size > SignalSet.BYTES) {
            throw Errno.EINVAL;
        }
        byte[] set = Words.ofLong(call.signals().pending(call.tid()));
        call.memory().write(call.argument(0), set, 0, (int) size);
        return 0;
    }
}
