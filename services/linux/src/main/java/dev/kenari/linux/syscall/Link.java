package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** link(2). */
final class Link {
    private Link() {}

    static long linkat(Call call) throws Errno {
        call.vfs()
                .linkat(
                        call.client(),
                        call.intArgument(0),
                        call.path(1),
                        call.intArgument(2),
                        call.path(3),
                        call.intArgument(4));
        return 0;
    }
}
