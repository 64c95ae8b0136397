package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.vfs.FileAttributes;

/** utimensat(2). */
final class Utimensat {
    private static final int TIMESPEC_BYTES = 16;
    private static final int UTIME_NOW = 0x3FFF_FFFF;
    private static final int UTIME_OMIT = 0x3FFF_FFFE;
    private static final int NANOS = 1_000_000_000;

    private Utimensat() {}

    static long utimensat(Call call) throws Errno {
        long times = call.argument(2);
        long accessed = times == 0 ? FileAttributes.NOW : time(call.memory(), times);
        long modified = times == 0 ? FileAttributes.NOW : time(call.memory(), times + TIMESPEC_BYTES);
        int flags = call.intArgument(3);
        String path;
        if (call.argument(1) == 0) {
            if (flags != 0) {
                throw Errno.EINVAL;
            }
            Descriptor.get(call);
            path = "";
            flags = Fcntl.AT_EMPTY_PATH;
        } else {
            path = call.path(1);
        }
        call.vfs().utimensat(call.client(), call.intArgument(0), path, accessed, modified, flags);
        return 0;
    }

    private static long time(UserMemory memory, long address) throws Errno {
        long seconds = memory.getLong(address);
        long nanos = memory.getLong(address + 8);
        if (nanos == UTIME_NOW) {
            return FileAttributes.NOW;
        }
        if (nanos == UTIME_OMIT) {
            return FileAttributes.OMIT;
        }
        if (nanos < 0 || nanos >= NANOS) {
            throw Errno.EINVAL;
        }
        long limit = Long.MAX_VALUE / NANOS - 1;
        return Math.clamp(seconds, -limit, limit) * NANOS + nanos;
    }
}
