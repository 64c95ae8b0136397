package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** memfd_create(2). */
final class MemfdCreate {
    private static final int MAX_NAME = 250;

    private MemfdCreate() {}

    static long memfdCreate(Call call) throws Errno {
        String name;
        try {
            name = call.memory().readString(call.argument(0), MAX_NAME);
        } catch (Errno e) {
            throw e == Errno.ENAMETOOLONG ? Errno.EINVAL : e;
        }
        return call.vfs().memfdCreate(call.client(), name, call.intArgument(1));
    }
}
