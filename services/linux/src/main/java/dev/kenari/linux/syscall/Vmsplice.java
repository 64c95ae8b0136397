package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.ipc.Grant;

/** vmsplice(2). It copies: a page that is given to the pipe stays the program's. */
final class Vmsplice {
    /** SPLICE_F_MOVE, SPLICE_F_NONBLOCK, SPLICE_F_MORE and SPLICE_F_GIFT. */
    private static final int FLAGS = 0xF;

    private Vmsplice() {}

    static long vmsplice(Call call) throws Errno {
        int fd = call.intArgument(0);
        if ((call.intArgument(3) & ~FLAGS) != 0) {
            throw Errno.EINVAL;
        }
        int access = call.vfs().statusFlags(call.client(), fd) & Fcntl.O_ACCMODE;
        checkPipe(call, fd);
        Grant memory = IoBuffers.vector(call);
        if (access == Fcntl.O_RDONLY) {
            return call.vfs().read(call.client(), fd, memory, -1, 0);
        }
        try {
            return call.vfs().write(call.client(), fd, memory, -1, 0);
        } catch (Errno e) {
            throw FileSignals.raise(call, e);
        }
    }

    private static void checkPipe(Call call, int fd) throws Errno {
        try {
            call.vfs().control(call.client(), fd, Fcntl.F_GETPIPE_SZ, 0);
        } catch (Errno e) {
            throw Errno.EBADF;
        }
    }
}
