package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.UserMemory;

/** sysinfo(2). */
final class Sysinfo {
    private static final int BYTES = 112;
    /** A load of one (SI_LOAD_SHIFT). */
    private static final double LOAD_ONE = 1 << 16;

    private static final long SECOND = 1_000_000_000;

    private Sysinfo() {}

    static long sysinfo(Call call) throws Errno {
        UserMemory memory = call.memory();
        long at = call.argument(0);
        Frames frames = call.kernel().frames();
        memory.fill(at, BYTES, 0);
        memory.putLong(at, call.kernel().timers().now() / SECOND);
        double[] loads = call.processes().loads();
        for (int i = 0; i < loads.length; i++) {
            memory.putLong(at + 8 + 8L * i, (long) (loads[i] * LOAD_ONE));
        }
        memory.putLong(at + 32, (long) frames.total() * Frames.SIZE);
        memory.putLong(at + 40, (long) frames.free() * Frames.SIZE);
        memory.putShort(at + 80, call.processes().threadCount());
        memory.putInt(at + 104, 1);
        return 0;
    }
}
