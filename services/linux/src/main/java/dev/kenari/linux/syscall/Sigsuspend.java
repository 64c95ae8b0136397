package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** sigsuspend(2): rt_sigsuspend. */
final class Sigsuspend {
    private Sigsuspend() {}

    static long rtSigsuspend(Call call) throws Errno {
        SignalSet.checkSize(call.argument(1));
        call.signals().suspend(call.tid(), call.memory().getLong(call.argument(0)));
        throw Errno.ERESTARTNOHAND;
    }
}
