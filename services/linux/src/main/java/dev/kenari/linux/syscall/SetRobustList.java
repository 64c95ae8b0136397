package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** get_robust_list(2): set_robust_list, get_robust_list. */
final class SetRobustList {
    private static final long HEAD_BYTES = 24;

    private SetRobustList() {}

    static long setRobustList(Call call) throws Errno {
        if (call.argument(1) != HEAD_BYTES) {
            throw Errno.EINVAL;
        }
        call.processes().setRobustList(call.tid(), call.argument(0));
        return 0;
    }

    static long getRobustList(Call call) throws Errno {
        long head = call.processes().robustList(call.tid(), call.intArgument(0));
        call.memory().putLong(call.argument(2), HEAD_BYTES);
        call.memory().putLong(call.argument(1), head);
        return 0;
    }
}
