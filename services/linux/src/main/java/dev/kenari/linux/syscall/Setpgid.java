package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** setpgid(2), getsid(2), setsid(2): setpgid, getpgid, getsid, setsid. */
final class Setpgid {
    private Setpgid() {}

    static long setpgid(Call call) throws Errno {
        call.processes().setpgid(call.tid(), call.intArgument(0), call.intArgument(1));
        return 0;
    }

    static long getpgid(Call call) throws Errno {
        return call.processes().getpgid(call.tid(), call.intArgument(0));
    }

    static long getsid(Call call) throws Errno {
        return call.processes().getsid(call.tid(), call.intArgument(0));
    }

    static long setsid(Call call) throws Errno {
        return call.processes().setsid(call.tid());
    }
}
