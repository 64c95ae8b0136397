package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** flock(2). */
final class Flock {
    private Flock() {}

    static long flock(Call call) throws Errno {
        call.vfs().flock(call.client(), call.intArgument(0), call.intArgument(1));
        return 0;
    }
}
