package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Grant;

/** write(2), pwrite(2), writev(2), pwritev2(2). */
final class Write {
    private Write() {}

    static long write(Call call) throws Errno {
        return write(call, IoBuffers.single(call), -1, 0);
    }

    static long pwrite64(Call call) throws Errno {
        return write(call, IoBuffers.single(call), IoBuffers.offset(call, 3), 0);
    }

    static long writev(Call call) throws Errno {
        return write(call, IoBuffers.vector(call), -1, 0);
    }

    static long pwritev(Call call) throws Errno {
        return write(call, IoBuffers.vector(call), IoBuffers.offset(call, 3), 0);
    }

    static long pwritev2(Call call) throws Errno {
        return write(call, IoBuffers.vector(call), IoBuffers.offsetOrPosition(call, 3), call.intArgument(5));
    }

    private static long write(Call call, Grant from, long offset, int flags) throws Errno {
        try {
            return call.vfs().write(call.client(), call.intArgument(0), from, offset, flags);
        } catch (Errno e) {
            throw FileSignals.raise(call, e);
        }
    }
}
