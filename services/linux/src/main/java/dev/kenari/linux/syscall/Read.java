package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** read(2), pread(2), readv(2), preadv2(2). */
final class Read {
    private Read() {}

    static long read(Call call) throws Errno {
        return call.vfs().read(call.client(), call.intArgument(0), IoBuffers.single(call), -1, 0);
    }

    static long pread64(Call call) throws Errno {
        return call.vfs()
                .read(call.client(), call.intArgument(0), IoBuffers.single(call), IoBuffers.offset(call, 3), 0);
    }

    static long readv(Call call) throws Errno {
        return call.vfs().read(call.client(), call.intArgument(0), IoBuffers.vector(call), -1, 0);
    }

    static long preadv(Call call) throws Errno {
        return call.vfs()
                .read(call.client(), call.intArgument(0), IoBuffers.vector(call), IoBuffers.offset(call, 3), 0);
    }

    static long preadv2(Call call) throws Errno {
        return call.vfs()
                .read(
                        call.client(),
                        call.intArgument(0),
                        IoBuffers.vector(call),
                        IoBuffers.offsetOrPosition(call, 3),
                        call.intArgument(5));
    }
}
