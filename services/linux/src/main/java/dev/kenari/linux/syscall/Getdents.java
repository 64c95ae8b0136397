package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** getdents64(2). */
final class Getdents {
    private Getdents() {}

    static long getdents64(Call call) throws Errno {
        long size = call.argument(2) & 0xFFFF_FFFFL;
        return call.vfs().getdents64(call.client(), call.intArgument(0), call.grant(1, size));
    }
}
