package dev.kenari.linux.syscall;

import dev.kenari.abi.AuxiliaryVector;
import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.process.Resources;
import dev.kenari.process.Usage;

/** getrusage(2), times(2). */
final class Getrusage {
    private static final long MICROSECOND = 1000;
    private static final long SECOND = 1_000_000_000;
    private static final long TICK = SECOND / AuxiliaryVector.CLOCK_TICKS;
    private static final int BYTES = 144;

    private Getrusage() {}

    static long getrusage(Call call) throws Errno {
        put(call.memory(), call.argument(1), call.processes().getrusage(call.tid(), call.intArgument(0)));
        return 0;
    }

    static void put(UserMemory memory, long at, Usage usage) throws Errno {
        memory.fill(at, BYTES, 0);
        putTime(memory, at, usage.userNanos());
        putTime(memory, at + 16, usage.systemNanos());
        memory.putLong(at + 32, usage.maxResident());
        memory.putLong(at + 64, usage.minorFaults());
        memory.putLong(at + 72, usage.majorFaults());
        memory.putLong(at + 128, usage.voluntarySwitches());
        memory.putLong(at + 136, usage.involuntarySwitches());
    }

    private static void putTime(UserMemory memory, long at, long nanos) throws Errno {
        memory.putLong(at, nanos / SECOND);
        memory.putLong(at + 8, nanos % SECOND / MICROSECOND);
    }

    static long times(Call call) throws Errno {
        long at = call.argument(0);
        if (at != 0) {
            Usage own = call.processes().getrusage(call.tid(), Resources.RUSAGE_SELF);
            Usage children = call.processes().getrusage(call.tid(), Resources.RUSAGE_CHILDREN);
            call.memory().putLong(at, own.userNanos() / TICK);
            call.memory().putLong(at + 8, own.systemNanos() / TICK);
            call.memory().putLong(at + 16, children.userNanos() / TICK);
            call.memory().putLong(at + 24, children.systemNanos() / TICK);
        }
        return call.kernel().timers().now() / TICK;
    }
}
