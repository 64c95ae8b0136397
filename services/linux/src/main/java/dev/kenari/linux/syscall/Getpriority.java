package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** getpriority(2): getpriority, setpriority. */
final class Getpriority {
    private Getpriority() {}

    /** "C library/kernel differences": the call itself returns 20 less the nice value, so that it is never negative. */
    static long getpriority(Call call) throws Errno {
        return 20 - call.processes().getpriority(call.tid(), call.intArgument(0), call.intArgument(1));
    }

    static long setpriority(Call call) throws Errno {
        call.processes().setpriority(call.tid(), call.intArgument(0), call.intArgument(1), call.intArgument(2));
        return 0;
    }
}
