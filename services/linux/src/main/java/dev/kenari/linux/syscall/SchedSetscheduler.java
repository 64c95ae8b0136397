package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.sched.SchedulingParameters;
import dev.kenari.process.Scheduling;

/**
 * sched_setscheduler(2), sched_setparam(2), sched_get_priority_max(2), sched_rr_get_interval(2), sched_setattr(2) and what
 * reads them back.
 */
final class SchedSetscheduler {
    private static final int RESET_ON_FORK = 0x4000_0000;
    private static final int MAX_PRIORITY = 99;
    private static final int DEADLINE = 6;
    private static final long SLICE_NANOS = 3_000_000;

    private static final int ATTR_BYTES = 48;
    private static final int ATTR_BYTES_NOW = 56;
    private static final int FLAG_RESET_ON_FORK = 1;
    private static final int FLAG_KEEP_POLICY = 8;
    private static final int FLAG_KEEP_PARAMS = 16;

    private SchedSetscheduler() {}

    private static int target(Call call) throws Errno {
        if (call.intArgument(0) < 0) {
            throw Errno.EINVAL;
        }
        return call.intArgument(0);
    }

    static long setscheduler(Call call) throws Errno {
        int policy = call.intArgument(1);
        if (policy < 0 || call.argument(2) == 0) {
            throw Errno.EINVAL;
        }
        int target = target(call);
        int priority = call.memory().getInt(call.argument(2));
        Scheduling old = call.processes().scheduling(call.tid(), target);
        boolean reset = (policy & RESET_ON_FORK) != 0;
        call.processes().setScheduling(
                call.tid(), target, new Scheduling(policy & ~RESET_ON_FORK, reset, priority, old.nice()));
        return 0;
    }

    static long getscheduler(Call call) throws Errno {
        Scheduling scheduling = call.processes().scheduling(call.tid(), target(call));
        return scheduling.policy() | (scheduling.resetOnFork() ? RESET_ON_FORK : 0);
    }

    static long setparam(Call call) throws Errno {
        if (call.argument(1) == 0) {
            throw Errno.EINVAL;
        }
        int target = target(call);
        int priority = call.memory().getInt(call.argument(1));
        Scheduling old = call.processes().scheduling(call.tid(), target);
        call.processes().setScheduling(
                call.tid(), target, new Scheduling(old.policy(), old.resetOnFork(), priority, old.nice()));
        return 0;
    }

    static long getparam(Call call) throws Errno {
        if (call.argument(1) == 0) {
            throw Errno.EINVAL;
        }
        call.memory().putInt(
                call.argument(1), call.processes().scheduling(call.tid(), target(call)).priority());
        return 0;
    }

    static long getPriorityMax(Call call) throws Errno {
        return realtime(call.intArgument(0)) ? MAX_PRIORITY : 0;
    }

    static long getPriorityMin(Call call) throws Errno {
        return realtime(call.intArgument(0)) ? 1 : 0;
    }

    private static boolean realtime(int policy) throws Errno {
        return switch (policy) {
            case SchedulingParameters.FIFO, SchedulingParameters.RR -> true;
            case SchedulingParameters.NORMAL, SchedulingParameters.BATCH, SchedulingParameters.IDLE, DEADLINE -> false;
            default -> throw Errno.EINVAL;
        };
    }

    static long rrGetInterval(Call call) throws Errno {
        Scheduling scheduling = call.processes().scheduling(call.tid(), target(call));
        call.memory().putLong(call.argument(1), 0);
        call.memory().putLong(
                call.argument(1) + 8, scheduling.policy() == SchedulingParameters.FIFO ? 0 : SLICE_NANOS);
        return 0;
    }

    static long setattr(Call call) throws Errno {
        long at = call.argument(1);
        if (at == 0 || call.intArgument(2) != 0) {
            throw Errno.EINVAL;
        }
        int size = call.memory().getInt(at);
        if (size != 0 && (size < ATTR_BYTES || size > ATTR_BYTES_NOW)) {
            call.memory().putInt(at, ATTR_BYTES_NOW);
            throw Errno.E2BIG;
        }
        int target = target(call);
        long flags = call.memory().getLong(at + 8);
        if ((flags & ~(FLAG_RESET_ON_FORK | FLAG_KEEP_POLICY | FLAG_KEEP_PARAMS)) != 0) {
            throw Errno.EINVAL;
        }
        Scheduling old = call.processes().scheduling(call.tid(), target);
        boolean keep = (flags & FLAG_KEEP_PARAMS) != 0;
        call.processes().setScheduling(call.tid(), target, new Scheduling(
                (flags & FLAG_KEEP_POLICY) != 0 ? old.policy() : call.memory().getInt(at + 4),
                (flags & FLAG_RESET_ON_FORK) != 0,
                keep ? old.priority() : call.memory().getInt(at + 20),
                keep ? old.nice() : call.memory().getInt(at + 16)));
        return 0;
    }

    static long getattr(Call call) throws Errno {
        long at = call.argument(1);
        int size = call.intArgument(2);
        if (at == 0 || size < ATTR_BYTES || size > 4096 || call.intArgument(3) != 0) {
            throw Errno.EINVAL;
        }
        Scheduling scheduling = call.processes().scheduling(call.tid(), target(call));
        int bytes = Math.min(size, ATTR_BYTES_NOW);
        call.memory().fill(at, bytes, 0);
        call.memory().putInt(at, bytes);
        call.memory().putInt(at + 4, scheduling.policy());
        call.memory().putLong(at + 8, scheduling.resetOnFork() ? FLAG_RESET_ON_FORK : 0);
        call.memory().putInt(at + 16, scheduling.nice());
        call.memory().putInt(at + 20, scheduling.priority());
        if (scheduling.priority() == 0) {
            call.memory().putLong(at + 24, SLICE_NANOS);
        }
        return 0;
    }
}
