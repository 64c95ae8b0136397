package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** sync(2). */
final class Sync {
    private Sync() {}

    static long sync(Call call) throws Errno {
        call.vfs().sync();
        return 0;
    }

    static long syncfs(Call call) throws Errno {
        call.vfs().syncfs(call.client(), Descriptor.get(call));
        return 0;
    }
}
