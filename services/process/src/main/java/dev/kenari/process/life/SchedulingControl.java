package dev.kenari.process.life;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.ResourceLimits;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.sched.SchedulingParameters;
import dev.kenari.process.Scheduling;
import dev.kenari.process.UserIds;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.table.ProcessThread;
import java.util.List;

/** getpriority(2), sched_setscheduler(2), sched_setaffinity(2) and their kin (sched(7)). */
final class SchedulingControl {
    private static final int PRIO_PROCESS = 0;
    private static final int PRIO_PGRP = 1;
    private static final int PRIO_USER = 2;
    private static final int MAX_PRIORITY = 99;

    private final Kernel kernel;
    private final ProcessTable table;

    SchedulingControl(Kernel kernel, ProcessTable table) {
        this.kernel = kernel;
        this.table = table;
    }

    int getpriority(ProcessThread caller, int which, int who) throws Errno {
        int lowest = Integer.MAX_VALUE;
        for (ProcessThread thread : select(caller, which, who)) {
            lowest = Math.min(lowest, thread.task().scheduling().nice());
        }
        if (lowest == Integer.MAX_VALUE) {
            throw Errno.ESRCH;
        }
        return lowest;
    }

    void setpriority(ProcessThread caller, int which, int who, int nice) throws Errno {
        int wanted = Math.clamp(nice, -20, 19);
        List<ProcessThread> selected = select(caller, which, who);
        if (selected.isEmpty()) {
            throw Errno.ESRCH;
        }
        Errno failure = null;
        for (ProcessThread thread : selected) {
            UserIds mine = caller.credentials();
            int theirs = thread.credentials().effectiveUid();
            boolean own = theirs == mine.effectiveUid() || thread.credentials().uid() == mine.effectiveUid();
            if (!own && !mine.can(Capability.SYS_NICE)) {
                failure = Errno.EPERM;
            } else if (!mayBeNice(caller, thread, wanted)) {
                failure = Errno.EACCES;
            } else {
                thread.task().scheduling().setNice(wanted);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static boolean mayBeNice(ProcessThread caller, ProcessThread thread, int nice) {
        return nice >= thread.task().scheduling().nice()
                || caller.credentials().can(Capability.SYS_NICE)
                || 20 - nice <= thread.process().limits().soft(ResourceLimits.NICE);
    }

    private List<ProcessThread> select(ProcessThread caller, int which, int who) throws Errno {
        return switch (which) {
            case PRIO_PROCESS -> List.of(withTask(who == 0 ? caller : table.thread(who)));
            case PRIO_PGRP -> {
                int group = who == 0 ? caller.process().group().id() : who;
                yield threads().filter(t -> t.process().group().id() == group).toList();
            }
            case PRIO_USER -> {
                int uid = who == 0 ? caller.credentials().uid() : who;
                yield threads().filter(t -> t.credentials().uid() == uid).toList();
            }
            default -> throw Errno.EINVAL;
        };
    }

    private java.util.stream.Stream<ProcessThread> threads() {
        return table.processes().stream().flatMap(p -> p.threads().stream()).filter(t -> t.task() != null);
    }

    /** Process 1 has no task of its own to schedule. */
    private static ProcessThread withTask(ProcessThread thread) throws Errno {
        if (thread.task() == null) {
            throw Errno.EPERM;
        }
        return thread;
    }

    Scheduling get(ProcessThread target) throws Errno {
        SchedulingParameters s = withTask(target).task().scheduling();
        return new Scheduling(s.policy(), target.resetSchedulingOnFork(), s.realtimePriority(), s.nice());
    }

    void set(ProcessThread caller, ProcessThread target, Scheduling wanted) throws Errno {
        SchedulingParameters s = withTask(target).task().scheduling();
        boolean realtime = wanted.policy() == SchedulingParameters.FIFO || wanted.policy() == SchedulingParameters.RR;
        boolean known = realtime
                || wanted.policy() == SchedulingParameters.NORMAL
                || wanted.policy() == SchedulingParameters.BATCH
                || wanted.policy() == SchedulingParameters.IDLE;
        if (!known
                || wanted.priority() < 0
                || wanted.priority() > MAX_PRIORITY
                || realtime != wanted.priority() > 0
                || wanted.nice() < -20
                || wanted.nice() > 19) {
            throw Errno.EINVAL;
        }
        if (!caller.credentials().can(Capability.SYS_NICE)) {
            int mine = caller.credentials().effectiveUid();
            boolean own = mine == target.credentials().effectiveUid() || mine == target.credentials().uid();
            boolean tooHigh = realtime
                    && wanted.priority() > target.process().limits().soft(ResourceLimits.RTPRIO)
                    && wanted.priority() > s.realtimePriority();
            if (!own || tooHigh || !realtime && !mayBeNice(caller, target, wanted.nice())
                    || target.resetSchedulingOnFork() && !wanted.resetOnFork()) {
                throw Errno.EPERM;
            }
        }
        s.setPolicy(wanted.policy(), wanted.priority());
        if (!realtime) {
            s.setNice(wanted.nice());
        }
        target.setResetSchedulingOnFork(wanted.resetOnFork());
    }

    long affinity(ProcessThread target) throws Errno {
        return withTask(target).task().scheduling().affinity() & harts();
    }

    void setAffinity(ProcessThread caller, ProcessThread target, long mask) throws Errno {
        int mine = caller.credentials().effectiveUid();
        boolean own = mine == target.credentials().effectiveUid() || mine == target.credentials().uid();
        if (!own && !caller.credentials().can(Capability.SYS_NICE)) {
            throw Errno.EPERM;
        }
        if ((mask & harts()) == 0) {
            throw Errno.EINVAL;
        }
        withTask(target).task().scheduling().setAffinity(mask & harts());
        kernel.scheduler().kick(target.task());
    }

    private long harts() {
        return -1L >>> Long.SIZE - kernel.scheduler().cpus().size();
    }
}
