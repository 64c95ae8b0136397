package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** personality(2). */
final class Personality {
    private Personality() {}

    static long personality(Call call) throws Errno {
        return call.processes().personality(call.tid(), call.intArgument(0)) & 0xFFFF_FFFFL;
    }
}
