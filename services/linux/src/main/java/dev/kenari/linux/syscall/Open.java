package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.UserMemory;

/** open(2), openat2(2). */
final class Open {
    private static final int OPEN_HOW_BYTES = 24;
    private static final int LARGEST_OPEN_HOW = 4096;

    private Open() {}

    static long openat(Call call) throws Errno {
        return call.vfs()
                .openat(call.client(), call.intArgument(0), call.path(1), call.intArgument(2), call.intArgument(3));
    }

    static long openat2(Call call) throws Errno {
        long how = call.argument(2);
        long size = call.argument(3);
        if (Long.compareUnsigned(size, OPEN_HOW_BYTES) < 0) {
            throw Errno.EINVAL;
        }
        if (Long.compareUnsigned(size, LARGEST_OPEN_HOW) > 0) {
            throw Errno.E2BIG;
        }
        UserMemory memory = call.memory();
        for (byte more : memory.read(how + OPEN_HOW_BYTES, (int) size - OPEN_HOW_BYTES)) {
            if (more != 0) {
                throw Errno.E2BIG;
            }
        }
        return call.vfs()
                .openat2(
                        call.client(),
                        call.intArgument(0),
                        call.path(1),
                        memory.getLong(how),
                        memory.getLong(how + 8),
                        memory.getLong(how + 16));
    }
}
