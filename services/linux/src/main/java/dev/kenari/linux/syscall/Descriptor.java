package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;

/** Calls that name a file by a descriptor and are carried out as those that name it by a path. */
final class Descriptor {
    private Descriptor() {}

    /** The descriptor in argument 0, which must not be one opened with O_PATH. */
    static int get(Call call) throws Errno {
        int fd = call.intArgument(0);
        if (fd < 0 || (call.vfs().statusFlags(call.client(), fd) & Fcntl.O_PATH) != 0) {
            throw Errno.EBADF;
        }
        return fd;
    }
}
