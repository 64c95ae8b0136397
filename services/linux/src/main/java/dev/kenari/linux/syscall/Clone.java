package dev.kenari.linux.syscall;

import dev.kenari.abi.CloneFlags;
import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.process.CloneArguments;

/** clone(2): clone, clone3; unshare(2), setns(2). */
final class Clone {
    private static final int MIN_SIZE = 64;
    private static final int PAGE = 4096;
    /** Fields of struct clone_args, in 8-byte words. */
    private static final int FIELDS = 11;

    private Clone() {}

    static long clone(Call call) throws Errno {
        long all = call.argument(0) & 0xFFFF_FFFFL;
        long flags = all & ~CloneFlags.SIGNAL_MASK;
        if ((flags & (CloneFlags.PIDFD | CloneFlags.PARENT_SETTID)) == (CloneFlags.PIDFD | CloneFlags.PARENT_SETTID)) {
            throw Errno.EINVAL;
        }
        long parentTid = call.argument(2);
        CloneArguments arguments = new CloneArguments(
                flags,
                parentTid,
                call.argument(4),
                parentTid,
                (int) (all & CloneFlags.SIGNAL_MASK),
                call.argument(1),
                call.argument(3),
                0);
        return start(call, arguments);
    }

    static long clone3(Call call) throws Errno {
        long[] fields = readArguments(call.memory(), call.argument(0), call.argument(1));
        long flags = fields[0];
        long stack = fields[5];
        long stackSize = fields[6];
        boolean sharesExit = (flags & (CloneFlags.THREAD | CloneFlags.PARENT)) != 0;
        if ((flags & CloneFlags.SIGNAL_MASK & ~CloneFlags.NEWTIME) != 0
                || (flags & (CloneFlags.DETACHED | CloneFlags.INTO_CGROUP)) != 0
                || fields[4] < 0
                || fields[4] > dev.kenari.abi.Signal.RTMAX
                || sharesExit && fields[4] != 0
                || (stack == 0) != (stackSize == 0)) {
            throw Errno.EINVAL;
        }
        int setTid = setTid(call.memory(), fields[8], fields[9]);
        return start(call, new CloneArguments(
                flags, fields[1], fields[2], fields[3], (int) fields[4], stack + stackSize, fields[7], setTid));
    }

    private static long[] readArguments(UserMemory memory, long at, long size) throws Errno {
        if (size < MIN_SIZE) {
            throw Errno.EINVAL;
        }
        if (size > PAGE) {
            throw Errno.E2BIG;
        }
        long[] fields = new long[FIELDS];
        for (int i = 0; i < size; i += Long.BYTES) {
            int bytes = (int) Math.min(Long.BYTES, size - i);
            long value = 0;
            for (int b = bytes - 1; b >= 0; b--) {
                value = value << 8 | memory.getByte(at + i + b) & 0xFF;
            }
            if (i / Long.BYTES < FIELDS) {
                fields[i / Long.BYTES] = value;
            } else if (value != 0) {
                throw Errno.E2BIG;
            }
        }
        return fields;
    }

    /** There is one pid namespace, so at most one id may be asked for. */
    private static int setTid(UserMemory memory, long at, long count) throws Errno {
        if (count < 0 || count > 1 || (at == 0) != (count == 0)) {
            throw Errno.EINVAL;
        }
        if (count == 0) {
            return 0;
        }
        int tid = memory.getInt(at);
        if (tid <= 0) {
            throw Errno.EINVAL;
        }
        return tid;
    }

    private static long start(Call call, CloneArguments arguments) throws Errno {
        boolean wantsPidFd = (arguments.flags() & CloneFlags.PIDFD) != 0;
        if (wantsPidFd && (arguments.flags() & CloneFlags.THREAD) != 0) {
            throw Errno.EINVAL;
        }
        if (wantsPidFd) {
            checkRoom(call);
        }
        int tid = call.processes().clone(call.tid(), arguments);
        if (wantsPidFd) {
            call.memory().putInt(arguments.pidFd(), PidfdOpen.open(call, tid, 0));
        }
        return tid;
    }

    /** Fails where no descriptor is free, before there is a child; the child must not inherit its pidfd. */
    private static void checkRoom(Call call) throws Errno {
        int probe = PidfdOpen.open(call, call.pid(), 0);
        call.vfs().close(call.client(), probe);
    }

    /** setns(2): a namespace by its file in /proc/PID/ns, or a process's by its pidfd. */
    static long setns(Call call) throws Errno {
        long type = call.argument(1) & 0xFFFF_FFFFL;
        if (type != 0 && type != CloneFlags.NEWNS) {
            throw Errno.EINVAL;
        }
        if (!isPidfd(call)) {
            call.vfs().enterMounts(call.client(), call.intArgument(0));
            return 0;
        }
        if (type == 0) {
            throw Errno.EINVAL;
        }
        int pid = call.services().channels().pidfdProcess(call.client(), call.intArgument(0));
        call.vfs().enterMountsOf(call.client(), call.processes().inspectedClient(call.tid(), pid));
        return 0;
    }

    private static boolean isPidfd(Call call) throws Errno {
        try {
            call.services().channels().pidfdProcess(call.client(), call.intArgument(0));
            return true;
        } catch (Errno e) {
            return e == Errno.ESRCH;
        }
    }

    static long unshare(Call call) throws Errno {
        call.processes().unshare(call.tid(), call.argument(0));
        return 0;
    }
}
