package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** riscv_flush_icache: makes what the program has written visible to instruction fetches (Linux, sys_riscv.c). */
final class RiscvFlushIcache {
    /** Only the calling thread needs it. */
    private static final long LOCAL = 1;

    private RiscvFlushIcache() {}

    static long riscvFlushIcache(Call call) throws Errno {
        long flags = call.argument(2);
        if ((flags & ~LOCAL) != 0) {
            throw Errno.EINVAL;
        }
        call.kernel().spaces().fenceInstructions(call.task().space(), flags == LOCAL);
        return 0;
    }
}
