package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** Sets of harts as CPU_SET(3) lays them out: bit n of the bytes, least significant first. There are at most 64 harts. */
final class CpuSet {
    private CpuSet() {}

    /** The set of {@code argument(size)} bytes at {@code argument(address)}; harts beyond 64 are ignored. */
    static long read(Call call, int size, int address) throws Errno {
        long bytes = call.argument(size);
        if (bytes < 0) {
            throw Errno.EINVAL;
        }
        long set = 0;
        for (int i = 0; i < Math.min(bytes, Long.BYTES); i++) {
            set |= (call.memory().getByte(call.argument(address) + i) & 0xFFL) << 8 * i;
        }
        return set;
    }

    /** Writes as many bytes of {@code set} as there is room for. */
    static void write(Call call, int size, int address, long set) throws Errno {
        for (int i = 0; i < Math.min(call.argument(size), Long.BYTES); i++) {
            call.memory().putByte(call.argument(address) + i, (int) (set >>> 8 * i));
        }
    }

    /** The harts that there are. */
    static long online(Call call) {
        return -1L >>> Long.SIZE - call.kernel().scheduler().cpus().size();
    }
}
