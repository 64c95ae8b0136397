package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** mknod(2). */
final class Mknod {
    private Mknod() {}

    static long mknodat(Call call) throws Errno {
        call.vfs()
                .mknodat(
                        call.client(),
                        call.intArgument(0),
                        call.path(1),
                        call.intArgument(2),
                        call.argument(3) & 0xFFFF_FFFFL);
        return 0;
    }
}
