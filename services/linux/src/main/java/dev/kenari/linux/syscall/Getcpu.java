package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** getcpu(2). */
final class Getcpu {
    private Getcpu() {}

    static long getcpu(Call call) throws Errno {
        if (call.argument(0) != 0) {
            call.memory().putInt(call.argument(0), call.task().hart().id());
        }
        if (call.argument(1) != 0) {
            call.memory().putInt(call.argument(1), 0);
        }
        return 0;
    }
}
