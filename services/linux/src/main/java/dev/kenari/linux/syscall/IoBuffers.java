package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.mm.UserMemory;

/** The memory that a read or write names, as a grant. */
final class IoBuffers {
    /** No call moves more (read(2)). */
    private static final long MAX_COUNT = 0x7fff_f000L;

    private static final int IOV_MAX = 1024;
    private static final int IOVEC_BYTES = 16;

    private IoBuffers() {}

    /** The buffer in argument 1 of the size in argument 2. */
    static Grant single(Call call) throws Errno {
        long length = call.argument(2);
        if (length < 0) {
            throw Errno.EFAULT;
        }
        return call.grant(1, Math.min(length, MAX_COUNT));
    }

    /** The buffers that the array of {@code struct iovec} in argument 1 names; argument 2 counts them. */
    static Grant vector(Call call) throws Errno {
        return vector(call, call.argument(1), call.argument(2));
    }

    static Grant vector(Call call, long array, long entries) throws Errno {
        if (entries < 0 || entries > IOV_MAX) {
            throw Errno.EINVAL;
        }
        int count = (int) entries;
        UserMemory memory = call.memory();
        long[] addresses = new long[count];
        long[] lengths = new long[count];
        long left = MAX_COUNT;
        for (int i = 0; i < count; i++) {
            addresses[i] = memory.getLong(array + (long) i * IOVEC_BYTES);
            long length = memory.getLong(array + (long) i * IOVEC_BYTES + 8);
            if (length < 0) {
                throw Errno.EINVAL;
            }
            lengths[i] = Math.min(length, left);
            left -= lengths[i];
        }
        return new Grant(call.task().space().id(), addresses, lengths);
    }

    /** The file offset in argument {@code index}; EINVAL if negative. */
    static long offset(Call call, int index) throws Errno {
        long offset = call.argument(index);
        if (offset < 0) {
            throw Errno.EINVAL;
        }
        return offset;
    }

    /** As {@link #offset}, but -1 stands for the position. */
    static long offsetOrPosition(Call call, int index) throws Errno {
        return call.argument(index) == -1 ? -1 : offset(call, index);
    }
}
