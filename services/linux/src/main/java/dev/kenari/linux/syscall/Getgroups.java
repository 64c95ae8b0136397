package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** getgroups(2): getgroups, setgroups. */
final class Getgroups {
    private static final int NGROUPS_MAX = 65_536;

    private Getgroups() {}

    static long getgroups(Call call) throws Errno {
        int[] groups = call.processes().credentials(call.tid()).groups();
        int size = call.intArgument(0);
        if (size < 0 || size > 0 && size < groups.length) {
            throw Errno.EINVAL;
        }
        for (int i = 0; i < groups.length && size > 0; i++) {
            call.memory().putInt(call.argument(1) + i * 4L, groups[i]);
        }
        return groups.length;
    }

    static long setgroups(Call call) throws Errno {
        int size = call.intArgument(0);
        if (size < 0 || size > NGROUPS_MAX) {
            throw Errno.EINVAL;
        }
        int[] groups = new int[size];
        for (int i = 0; i < size; i++) {
            groups[i] = call.memory().getInt(call.argument(1) + i * 4L);
        }
        call.processes().setgroups(call.tid(), groups);
        return 0;
    }
}
