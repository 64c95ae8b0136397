package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** chroot(2). */
final class Chroot {
    private Chroot() {}

    static long chroot(Call call) throws Errno {
        call.vfs().chroot(call.client(), call.path(0));
        return 0;
    }
}
