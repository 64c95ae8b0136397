package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** mount(2), umount(2), pivot_root(2). */
final class Mount {
    private static final int MAX_DATA = 4096;

    private Mount() {}

    static long mount(Call call) throws Errno {
        call.vfs()
                .mount(
                        call.client(),
                        optional(call, 0, ""),
                        call.path(1),
                        optional(call, 2, ""),
                        call.argument(3),
                        optional(call, 4, null));
        return 0;
    }

    private static String optional(Call call, int index, String absent) throws Errno {
        return call.argument(index) == 0 ? absent : call.memory().readString(call.argument(index), MAX_DATA);
    }

    static long pivotRoot(Call call) throws Errno {
        call.vfs().pivotRoot(call.client(), call.path(0), call.path(1));
        return 0;
    }

    static long umount2(Call call) throws Errno {
        call.vfs().umount2(call.client(), call.path(0), call.intArgument(1));
        return 0;
    }
}
