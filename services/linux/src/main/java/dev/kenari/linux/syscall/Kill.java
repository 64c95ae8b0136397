package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** kill(2), tkill(2), tgkill(2). */
final class Kill {
    private static final int ANY_PROCESS = -1;

    private Kill() {}

    static long kill(Call call) throws Errno {
        call.signals().kill(call.tid(), call.intArgument(0), call.intArgument(1));
        return 0;
    }

    static long tkill(Call call) throws Errno {
        call.signals().tgkill(call.tid(), ANY_PROCESS, call.intArgument(0), call.intArgument(1));
        return 0;
    }

    static long tgkill(Call call) throws Errno {
        if (call.intArgument(0) <= 0) {
            throw Errno.EINVAL;
        }
        call.signals().tgkill(call.tid(), call.intArgument(0), call.intArgument(1), call.intArgument(2));
        return 0;
    }
}
