package dev.kenari.linux.syscall;

import dev.kenari.abi.ClockId;
import dev.kenari.abi.Errno;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.time.Timers;
import dev.kenari.linux.LinuxTask;

/** clock_nanosleep(2), nanosleep(2). */
final class ClockNanosleep {
    private static final int TIMER_ABSTIME = 1;
    /** How often a sleep on processor time looks at it. */
    private static final long CPU_NANOS = 1_000_000;

    private ClockNanosleep() {}

    static long nanosleep(Call call) throws Errno {
        long duration = Timespec.read(call.memory(), call.argument(0));
        return sleepUntil(call, Timespec.after(call.kernel().timers().now(), duration), call.argument(1));
    }

    static long clockNanosleep(Call call) throws Errno {
        int clock = call.intArgument(0);
        boolean absolute = (call.intArgument(1) & TIMER_ABSTIME) != 0;
        checkClock(call, clock);
        long time = Timespec.read(call.memory(), call.argument(2));
        Timers timers = call.kernel().timers();
        return switch (clock) {
            case ClockId.REALTIME, ClockId.TAI -> {
                if (absolute) {
                    sleepUntilRealtime(timers, time);
                    yield 0;
                }
                yield sleepUntil(call, Timespec.after(timers.now(), time), call.argument(3));
            }
            case ClockId.MONOTONIC, ClockId.BOOTTIME -> {
                if (absolute) {
                    sleepUntilMonotonic(timers, time);
                    yield 0;
                }
                yield sleepUntil(call, Timespec.after(timers.now(), time), call.argument(3));
            }
            default -> sleepOnCpuTime(call, clock, absolute, time);
        };
    }

    private static void checkClock(Call call, int clock) throws Errno {
        switch (clock) {
            case ClockId.REALTIME, ClockId.MONOTONIC, ClockId.BOOTTIME, ClockId.TAI -> {}
            case ClockId.THREAD_CPUTIME -> throw Errno.EINVAL;
            case ClockId.MONOTONIC_RAW, ClockId.REALTIME_COARSE, ClockId.MONOTONIC_COARSE,
                    ClockId.REALTIME_ALARM, ClockId.BOOTTIME_ALARM -> throw Errno.EOPNOTSUPP;
            default -> call.signals().cpuTime(call.tid(), clock);
        }
    }

    /** A relative sleep: what is left is reported when a signal ends it, and slept when the call continues. */
    private static long sleepUntil(Call call, long deadline, long remaining) throws Errno {
        Timers timers = call.kernel().timers();
        try {
            wait(timers, deadline);
            return 0;
        } catch (Errno e) {
            if (remaining != 0) {
                Timespec.write(call.memory(), remaining, Math.max(deadline - timers.now(), 0));
            }
            LinuxTask.of(call.task()).setRestart(again -> sleepUntil(again, deadline, remaining));
            throw Errno.ERESTART_RESTARTBLOCK;
        }
    }

    private static void sleepUntilMonotonic(Timers timers, long deadline) throws Errno {
        try {
            wait(timers, deadline);
        } catch (Errno e) {
            throw Errno.ERESTARTNOHAND;
        }
    }

    private static void wait(Timers timers, long deadline) throws Errno {
        WaitQueue nobody = new WaitQueue();
        while (timers.now() < deadline && nobody.sleep(deadline)) {}
    }

    /** A change of the clock counts while the sleep lasts. */
    private static void sleepUntilRealtime(Timers timers, long time) throws Errno {
        try {
            while (timers.realtime() < time) {
                timers.clockSet().sleep(Math.max(time - timers.realtimeOffset(), 0));
            }
        } catch (Errno e) {
            throw Errno.ERESTARTNOHAND;
        }
    }

    private static long sleepOnCpuTime(Call call, int clock, boolean absolute, long time) throws Errno {
        long start = call.signals().cpuTime(call.tid(), clock);
        long end = absolute ? time : Timespec.after(start, time);
        WaitQueue nobody = new WaitQueue();
        Timers timers = call.kernel().timers();
        try {
            for (long now = start; now < end; now = call.signals().cpuTime(call.tid(), clock)) {
                nobody.sleep(timers.now() + Math.max(Math.min(end - now, CPU_NANOS), CPU_NANOS));
            }
            return 0;
        } catch (Errno e) {
            if (!absolute && call.argument(3) != 0) {
                long left = Math.max(end - call.signals().cpuTime(call.tid(), clock), 0);
                Timespec.write(call.memory(), call.argument(3), left);
            }
            throw absolute ? Errno.ERESTARTNOHAND : Errno.EINTR;
        }
    }
}
