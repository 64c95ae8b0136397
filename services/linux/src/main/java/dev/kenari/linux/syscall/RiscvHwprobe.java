package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.UserMemory;

/** riscv_hwprobe (Linux, Documentation/arch/riscv/hwprobe.rst): what the harts can do. All are alike. */
final class RiscvHwprobe {
    private static final int PAIR_BYTES = 16;
    private static final int WHICH_CPUS = 1;

    private static final int MVENDORID = 0;
    private static final int MARCHID = 1;
    private static final int MIMPID = 2;
    private static final int BASE_BEHAVIOR = 3;
    private static final int IMA_EXT_0 = 4;
    private static final int CPUPERF_0 = 5;
    private static final int ZICBOZ_BLOCK_SIZE = 6;
    private static final int HIGHEST_VIRT_ADDRESS = 7;
    private static final int TIME_CSR_FREQ = 8;
    private static final int MISALIGNED_SCALAR_PERF = 9;

    private static final long IMA = 1;
    private static final long FD = 1;
    private static final long C = 1 << 1;
    private static final long ZBA = 1 << 3;
    private static final long ZBB = 1 << 4;
    private static final long ZBS = 1 << 5;
    private static final long ZICBOZ = 1 << 6;
    private static final long ZICOND = 1L << 35;
    private static final long MISALIGNED_FAST = 3;
    private static final long BLOCK_BYTES = 64;
    private static final long TIME_HERTZ = 10_000_000;

    private RiscvHwprobe() {}

    static long hwprobe(Call call) throws Errno {
        long count = call.argument(1);
        int flags = call.intArgument(4);
        if ((flags & ~WHICH_CPUS) != 0 || count < 0) {
            throw Errno.EINVAL;
        }
        return (flags & WHICH_CPUS) != 0 ? whichCpus(call, count) : probe(call, count);
    }

    private static long probe(Call call, long count) throws Errno {
        UserMemory memory = call.memory();
        if (call.argument(2) == 0 && call.argument(3) != 0
                || call.argument(2) != 0 && (CpuSet.read(call, 2, 3) & CpuSet.online(call)) == 0) {
            throw Errno.EINVAL;
        }
        for (long i = 0; i < count; i++) {
            long at = call.argument(0) + i * PAIR_BYTES;
            long key = memory.getLong(at);
            long value = value(key);
            if (value == -1) {
                memory.putLong(at, -1);
                value = 0;
            }
            memory.putLong(at + 8, value);
        }
        return 0;
    }

    /** Which of the given harts (none: of all) have every pair. */
    private static long whichCpus(Call call, long count) throws Errno {
        if (call.argument(2) <= 0 || call.argument(3) == 0) {
            throw Errno.EINVAL;
        }
        long cpus = CpuSet.read(call, 2, 3);
        if (cpus == 0) {
            cpus = CpuSet.online(call);
        }
        cpus &= CpuSet.online(call);
        for (long i = 0; i < count; i++) {
            long at = call.argument(0) + i * PAIR_BYTES;
            long key = call.memory().getLong(at);
            long wanted = call.memory().getLong(at + 8);
            long value = value(key);
            boolean bits = key == BASE_BEHAVIOR || key == IMA_EXT_0;
            if (value == -1) {
                call.memory().putLong(at, -1);
                call.memory().putLong(at + 8, 0);
            }
            if (value == -1 || (bits ? (value & wanted) != wanted : value != wanted)) {
                cpus = 0;
            }
        }
        CpuSet.write(call, 2, 3, cpus);
        return 0;
    }

    /** -1 for an unknown key. */
    private static long value(long key) {
        if (key < 0 || key > MISALIGNED_SCALAR_PERF) {
            return -1;
        }
        return switch ((int) key) {
            case MVENDORID, MARCHID, MIMPID -> 0;
            case BASE_BEHAVIOR -> IMA;
            case IMA_EXT_0 -> FD | C | ZBA | ZBB | ZBS | ZICBOZ | ZICOND;
            case CPUPERF_0, MISALIGNED_SCALAR_PERF -> MISALIGNED_FAST;
            case ZICBOZ_BLOCK_SIZE -> BLOCK_BYTES;
            case HIGHEST_VIRT_ADDRESS -> AddressSpace.TOP - 1;
            case TIME_CSR_FREQ -> TIME_HERTZ;
            default -> -1;
        };
    }
}
