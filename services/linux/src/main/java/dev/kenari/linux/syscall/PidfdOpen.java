package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;

/** pidfd_open(2), pidfd_getfd(2). */
final class PidfdOpen {
    private PidfdOpen() {}

    static long pidfdOpen(Call call) throws Errno {
        int pid = call.intArgument(0);
        int flags = call.intArgument(1);
        if ((flags & ~Fcntl.O_NONBLOCK) != 0 || pid <= 0) {
            throw Errno.EINVAL;
        }
        if (!call.processes().isProcess(pid)) {
            throw call.processes().exists(pid) ? Errno.EINVAL : Errno.ESRCH;
        }
        return open(call, pid, flags);
    }

    /** A pidfd of the caller's for a process that there is. */
    static int open(Call call, int pid, int flags) throws Errno {
        int queue = call.processes().exitQueue(pid);
        return call.services().channels().pidfd(call.client(), pid, queue, call.processes().ended(pid), flags);
    }

    static long pidfdGetfd(Call call) throws Errno {
        if (call.intArgument(2) != 0) {
            throw Errno.EINVAL;
        }
        int pid = call.services().channels().pidfdProcess(call.client(), call.intArgument(0));
        int target = call.processes().inspectedClient(call.tid(), pid);
        int handle = call.vfs().exportHandle(target, call.intArgument(1));
        try {
            return call.vfs().importHandle(call.client(), handle, true);
        } finally {
            call.vfs().releaseHandle(handle);
        }
    }
}
