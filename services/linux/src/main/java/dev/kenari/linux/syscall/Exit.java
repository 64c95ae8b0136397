package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** _exit(2), exit_group(2). */
final class Exit {
    private Exit() {}

    static long exit(Call call) throws Errno {
        call.processes().exit(call.tid(), call.intArgument(0));
        return 0;
    }

    static long exitGroup(Call call) throws Errno {
        call.processes().exitGroup(call.tid(), call.intArgument(0));
        return 0;
    }
}
