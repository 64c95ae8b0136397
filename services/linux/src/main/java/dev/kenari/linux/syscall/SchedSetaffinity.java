package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** sched_setaffinity(2), sched_yield(2): sched_setaffinity, sched_getaffinity, sched_yield. */
final class SchedSetaffinity {
    private SchedSetaffinity() {}

    static long setaffinity(Call call) throws Errno {
        call.processes().setAffinity(call.tid(), call.intArgument(0), CpuSet.read(call, 1, 2));
        return 0;
    }

    static long getaffinity(Call call) throws Errno {
        int length = call.intArgument(1);
        int harts = call.kernel().scheduler().cpus().size();
        if (length < 0 || (long) length * Byte.SIZE < harts || length % Long.BYTES != 0) {
            throw Errno.EINVAL;
        }
        call.memory().putLong(call.argument(2), call.processes().affinity(call.tid(), call.intArgument(0)));
        return Long.BYTES;
    }

    static long yield(Call call) throws Errno {
        call.processes().yield(call.tid());
        return 0;
    }
}
