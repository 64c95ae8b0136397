package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** sigprocmask(2): rt_sigprocmask. */
final class Sigprocmask {
    private Sigprocmask() {}

    static long rtSigprocmask(Call call) throws Errno {
        SignalSet.checkSize(call.argument(3));
        long before = call.signals().mask(call.tid());
        if (call.argument(1) != 0) {
            call.signals().setMask(call.tid(), call.intArgument(0), call.memory().getLong(call.argument(1)));
        }
        if (call.argument(2) != 0) {
            call.memory().putLong(call.argument(2), before);
        }
        return 0;
    }
}
