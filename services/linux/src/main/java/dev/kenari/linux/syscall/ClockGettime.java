package dev.kenari.linux.syscall;

import dev.kenari.abi.Capability;
import dev.kenari.abi.ClockId;
import dev.kenari.abi.Errno;
import dev.kenari.kernel.time.Timers;

/** clock_getres(2): clock_gettime, clock_getres, clock_settime. TAI is UTC until somebody says how far they are apart. */
final class ClockGettime {
    /** A tick of the coarse clocks: CONFIG_HZ is 250. */
    private static final long COARSE_NANOS = 4_000_000;

    private ClockGettime() {}

    static long clockGettime(Call call) throws Errno {
        Timespec.write(call.memory(), call.argument(1), now(call, call.intArgument(0)));
        return 0;
    }

    /** Nanoseconds on {@code clock}; EINVAL. */
    static long now(Call call, int clock) throws Errno {
        Timers timers = call.kernel().timers();
        return switch (clock) {
            case ClockId.REALTIME, ClockId.TAI -> timers.realtime();
            case ClockId.MONOTONIC, ClockId.MONOTONIC_RAW, ClockId.BOOTTIME -> timers.now();
            case ClockId.REALTIME_COARSE -> {
                long now = timers.now();
                yield now - now % COARSE_NANOS + timers.realtimeOffset();
            }
            case ClockId.MONOTONIC_COARSE -> {
                long now = timers.now();
                yield now - now % COARSE_NANOS;
            }
            default -> call.signals().cpuTime(call.tid(), clock);
        };
    }

    static long clockGetres(Call call) throws Errno {
        int clock = call.intArgument(0);
        now(call, clock);
        if (call.argument(1) != 0) {
            boolean coarse = clock == ClockId.REALTIME_COARSE || clock == ClockId.MONOTONIC_COARSE;
            Timespec.write(call.memory(), call.argument(1), coarse ? COARSE_NANOS : 1);
        }
        return 0;
    }

    static long clockSettime(Call call) throws Errno {
        int clock = call.intArgument(0);
        if (clock != ClockId.REALTIME) {
            now(call, clock);
            boolean cpu = clock < 0 || clock == ClockId.PROCESS_CPUTIME || clock == ClockId.THREAD_CPUTIME;
            throw cpu ? Errno.EPERM : Errno.EINVAL;
        }
        setRealtime(call, Timespec.read(call.memory(), call.argument(1)));
        return 0;
    }

    /** Sets CLOCK_REALTIME; EPERM, and EINVAL for a time before the machine was started with CLOCK_REALTIME 0. */
    static void setRealtime(Call call, long nanos) throws Errno {
        if (!call.processes().credentials(call.tid()).can(Capability.SYS_TIME)) {
            throw Errno.EPERM;
        }
        if (nanos < call.kernel().timers().now()) {
            throw Errno.EINVAL;
        }
        call.kernel().timers().setRealtime(nanos);
    }
}
