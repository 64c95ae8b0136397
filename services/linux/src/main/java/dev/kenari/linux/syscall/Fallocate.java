package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** fallocate(2). */
final class Fallocate {
    private Fallocate() {}

    static long fallocate(Call call) throws Errno {
        try {
            call.vfs()
                    .fallocate(
                            call.client(),
                            call.intArgument(0),
                            call.intArgument(1),
                            call.argument(2),
                            call.argument(3));
        } catch (Errno e) {
            throw FileSignals.raise(call, e);
        }
        return 0;
    }
}
