package dev.kenari.process.timer;

import dev.kenari.abi.ClockId;
import dev.kenari.abi.Errno;
import dev.kenari.kernel.time.Timers;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.table.ProcessThread;

/** Clocks that measure processor time (clock_getres(2)). */
final class CpuClocks {
    private static final int THREAD_BIT = 4;
    private static final int KIND = 3;
    private static final int VIRTUAL = 1;
    private static final int DESCRIPTOR = 3;

    private final Timers timers;
    private final ProcessTable table;

    CpuClocks(Timers timers, ProcessTable table) {
        this.timers = timers;
        this.table = table;
    }

    /** A clock, found: what it measures never changes. */
    interface CpuClock {
        /** Nanoseconds used so far. */
        long now();

        /** How many threads may use time at once. */
        int threads();
    }

    static boolean isCpuClock(int clock) {
        return clock < 0 || clock == ClockId.PROCESS_CPUTIME || clock == ClockId.THREAD_CPUTIME;
    }

    /** EINVAL if {@code clock} is none, or there is no such process or thread. */
    CpuClock find(ProcessThread caller, int clock) throws Errno {
        if (clock == ClockId.PROCESS_CPUTIME) {
            return ofProcess(caller.process(), false);
        }
        if (clock == ClockId.THREAD_CPUTIME) {
            return ofThread(caller, false);
        }
        if (clock >= 0 || (clock & KIND) == DESCRIPTOR) {
            throw Errno.EINVAL;
        }
        int id = ~(clock >> 3);
        boolean virtual = (clock & KIND) == VIRTUAL;
        try {
            if ((clock & THREAD_BIT) == 0) {
                return ofProcess(id == 0 ? caller.process() : table.process(id), virtual);
            }
            ProcessThread thread = id == 0 ? caller : table.thread(id);
            if (thread.process() == caller.process()) {
                return ofThread(thread, virtual);
            }
            throw Errno.EINVAL;
        } catch (Errno e) {
            throw Errno.EINVAL;
        }
    }

    /** @param virtual only what was spent in U-mode */
    CpuClock ofProcess(Process process, boolean virtual) {
        return new CpuClock() {
            @Override
            public long now() {
                long now = timers.now();
                long sum = virtual ? process.pastThreads().userNanos() : total(process);
                for (ProcessThread thread : process.threads()) {
                    sum += used(thread, virtual, now);
                }
                return sum;
            }

            @Override
            public int threads() {
                return Math.max(process.threads().size(), 1);
            }
        };
    }

    private static long total(Process process) {
        return process.pastThreads().userNanos() + process.pastThreads().systemNanos();
    }

    private CpuClock ofThread(ProcessThread thread, boolean virtual) {
        return new CpuClock() {
            @Override
            public long now() {
                return used(thread, virtual, timers.now());
            }

            @Override
            public int threads() {
                return 1;
            }
        };
    }

    private static long used(ProcessThread thread, boolean virtual, long now) {
        if (thread.task() == null) {
            return 0;
        }
        return virtual ? thread.task().userNanos(now) : thread.task().hartNanos(now);
    }
}
