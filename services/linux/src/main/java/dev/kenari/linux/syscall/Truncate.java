package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** truncate(2). */
final class Truncate {
    private Truncate() {}

    static long truncate(Call call) throws Errno {
        try {
            call.vfs().truncate(call.client(), call.path(0), call.argument(1));
        } catch (Errno e) {
            throw FileSignals.raise(call, e);
        }
        return 0;
    }

    static long ftruncate(Call call) throws Errno {
        try {
            call.vfs().ftruncate(call.client(), call.intArgument(0), call.argument(1));
        } catch (Errno e) {
            throw FileSignals.raise(call, e);
        }
        return 0;
    }
}
