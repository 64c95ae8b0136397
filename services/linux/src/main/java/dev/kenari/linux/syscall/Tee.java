package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** tee(2). */
final class Tee {
    private Tee() {}

    static long tee(Call call) throws Errno {
        return call.vfs()
                .tee(
                        call.client(),
                        call.intArgument(0),
                        call.intArgument(1),
                        call.argument(2),
                        call.intArgument(3));
    }
}
