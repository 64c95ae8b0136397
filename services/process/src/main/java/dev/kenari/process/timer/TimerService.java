package dev.kenari.process.timer;

import dev.kenari.abi.ClockId;
import dev.kenari.abi.CloneFlags;
import dev.kenari.abi.Errno;
import dev.kenari.abi.ResourceLimits;
import dev.kenari.abi.Signal;
import dev.kenari.kernel.time.Timers;
import dev.kenari.process.Limit;
import dev.kenari.process.ProcessTimers;
import dev.kenari.process.SigInfo;
import dev.kenari.process.signal.SourcedSender;
import dev.kenari.process.table.LifecycleListener;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.vfs.TimerSetting;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The timers of all processes. */
public final class TimerService implements ProcessTimers, LifecycleListener {
    private static final int[] INTERVAL_SIGNALS = {Signal.ALRM, Signal.VTALRM, Signal.PROF};

    private static final long SECOND = 1_000_000_000;

    private static final class Owned {
        final Countdown[] interval = new Countdown[INTERVAL_SIGNALS.length];
        /** Counts to the soft limit of processor time; null if there never was one. */
        Countdown cpuLimit;
        final TreeMap<Integer, PosixTimer> posix = new TreeMap<>();
        int nextId;
    }

    private final Timers timers;
    private final ProcessTable table;
    private final SourcedSender sender;
    private final CpuClocks cpuClocks;
    private final Map<Process, Owned> owned = new HashMap<>();

    public TimerService(Timers timers, ProcessTable table, SourcedSender sender) {
        this.timers = timers;
        this.table = table;
        this.sender = sender;
        this.cpuClocks = new CpuClocks(timers, table);
        timers.clockSet().listen(this::clockSet);
    }

    @Override
    public long cpuTime(int tid, int clock) throws Errno {
        return cpuClocks.find(table.thread(tid), clock).now();
    }

    private Owned of(Process process) {
        return owned.computeIfAbsent(process, p -> new Owned());
    }

    // Interval timers

    private Countdown interval(Process process, int which) throws Errno {
        if (which < 0 || which >= INTERVAL_SIGNALS.length) {
            throw Errno.EINVAL;
        }
        Countdown[] all = of(process).interval;
        if (all[which] == null) {
            Countdown.Source source = which == ITIMER_REAL
                    ? Countdown.boardTime(timers)
                    : Countdown.cpuTime(cpuClocks.ofProcess(process, which == ITIMER_VIRTUAL));
            SigInfo info = SigInfo.kernel(INTERVAL_SIGNALS[which]);
            all[which] = new Countdown(timers, source, count -> sender.send(process, null, info, null));
        }
        return all[which];
    }

    @Override
    public TimerSetting getitimer(int tid, int which) throws Errno {
        return interval(table.thread(tid).process(), which).setting();
    }

    @Override
    public TimerSetting setitimer(int tid, int which, TimerSetting setting) throws Errno {
        Process process = table.thread(tid).process();
        Countdown countdown = interval(process, which);
        TimerSetting before = countdown.setting();
        countdown.disarm();
        if (setting.value() != 0) {
            countdown.armIn(setting.value(), setting.interval());
        }
        return before;
    }

    // RLIMIT_CPU

    @Override
    public void limited(Process process, int resource) {
        if (resource != ResourceLimits.CPU || process.zombie()) {
            return;
        }
        Owned own = of(process);
        if (own.cpuLimit == null) {
            Countdown.Source source = Countdown.cpuTime(cpuClocks.ofProcess(process, false));
            own.cpuLimit = new Countdown(timers, source, count -> cpuLimitReached(process));
        }
        own.cpuLimit.disarm();
        long soft = process.limits().soft(resource);
        if (soft < Long.MAX_VALUE / SECOND) {
            own.cpuLimit.arm(Math.max(soft, 1) * SECOND, SECOND);
        }
    }

    /** getrlimit(2): SIGXCPU at the soft limit, which grows by a second each time, SIGKILL at the hard one. */
    private void cpuLimitReached(Process process) {
        long used = cpuClocks.ofProcess(process, false).now() / SECOND;
        Limit limit = process.limits().get(ResourceLimits.CPU);
        if (limit.hard() >= 0 && used >= limit.hard()) {
            sender.send(process, null, SigInfo.kernel(Signal.KILL), null);
            return;
        }
        sender.send(process, null, SigInfo.kernel(Signal.XCPU), null);
        process.limits().set(ResourceLimits.CPU, new Limit(used + 1, limit.hard()));
    }

    // POSIX timers

    @Override
    public int timerCreate(int tid, int clock, int notify, int signal, int target, long value, boolean useId)
            throws Errno {
        ProcessThread caller = table.thread(tid);
        Process process = caller.process();
        Countdown.Source source = source(caller, clock);
        ProcessThread thread = receiver(process, notify, signal, target);
        Owned own = of(process);
        if (own.posix.size() >= process.limits().soft(ResourceLimits.SIGPENDING)) {
            throw Errno.EAGAIN;
        }
        int id = own.nextId++ & Integer.MAX_VALUE;
        int sent = notify == SIGEV_NONE ? 0 : signal;
        SigInfo info = new SigInfo(sent, 0, Signal.SI_TIMER, id, 0, useId ? id : value, 0, 0, 0);
        boolean realtime = clock == ClockId.REALTIME || clock == ClockId.TAI;
        own.posix.put(id, new PosixTimer(timers, sender, process, thread, info, source, realtime));
        return id;
    }

    private Countdown.Source source(ProcessThread caller, int clock) throws Errno {
        if (CpuClocks.isCpuClock(clock)) {
            return Countdown.cpuTime(cpuClocks.find(caller, clock));
        }
        return switch (clock) {
            case ClockId.REALTIME, ClockId.MONOTONIC, ClockId.BOOTTIME, ClockId.TAI -> Countdown.boardTime(timers);
            case ClockId.MONOTONIC_RAW, ClockId.REALTIME_COARSE, ClockId.MONOTONIC_COARSE,
                    ClockId.REALTIME_ALARM, ClockId.BOOTTIME_ALARM -> throw Errno.EOPNOTSUPP;
            default -> throw Errno.EINVAL;
        };
    }

    private ProcessThread receiver(Process process, int notify, int signal, int target) throws Errno {
        boolean sends = notify != SIGEV_NONE;
        boolean known = notify == SIGEV_SIGNAL || notify == SIGEV_NONE || notify == SIGEV_THREAD
                || notify == (SIGEV_SIGNAL | SIGEV_THREAD_ID);
        if (!known || sends && !Signal.valid(signal)) {
            throw Errno.EINVAL;
        }
        if ((notify & SIGEV_THREAD_ID) == 0) {
            return null;
        }
        try {
            ProcessThread thread = table.thread(target);
            if (thread.process() == process) {
                return thread;
            }
            throw Errno.EINVAL;
        } catch (Errno e) {
            throw Errno.EINVAL;
        }
    }

    private PosixTimer posix(int tid, int id) throws Errno {
        PosixTimer timer = of(table.thread(tid).process()).posix.get(id);
        if (timer == null) {
            throw Errno.EINVAL;
        }
        return timer;
    }

    @Override
    public TimerSetting timerSettime(int tid, int id, int flags, TimerSetting setting) throws Errno {
        PosixTimer timer = posix(tid, id);
        TimerSetting before = timer.countdown().setting();
        timer.countdown().disarm();
        timer.reset();
        timer.setRealtimeDue(-1);
        if (setting.value() != 0) {
            boolean absolute = (flags & TIMER_ABSTIME) != 0;
            if (absolute && timer.realtime()) {
                timer.setRealtimeDue(setting.value());
                timer.countdown().arm(boardTime(setting.value()), setting.interval());
            } else if (absolute) {
                timer.countdown().arm(setting.value(), setting.interval());
            } else {
                timer.countdown().armIn(setting.value(), setting.interval());
            }
        }
        return before;
    }

    private long boardTime(long realtime) {
        return Math.max(realtime - timers.realtimeOffset(), 0);
    }

    /** The real time has been set: timers for an absolute real time are due at another board time. */
    private void clockSet() {
        for (Owned own : owned.values()) {
            for (PosixTimer timer : own.posix.values()) {
                TimerSetting now = timer.countdown().setting();
                if (timer.realtimeDue() >= 0 && now.value() != 0) {
                    timer.countdown().arm(boardTime(timer.realtimeDue()), now.interval());
                }
            }
        }
    }

    @Override
    public TimerSetting timerGettime(int tid, int id) throws Errno {
        return posix(tid, id).countdown().setting();
    }

    @Override
    public int timerGetoverrun(int tid, int id) throws Errno {
        return posix(tid, id).overrun();
    }

    @Override
    public void timerDelete(int tid, int id) throws Errno {
        posix(tid, id).countdown().disarm();
        of(table.thread(tid).process()).posix.remove(id);
    }

    // Lifecycle

    @Override
    public void created(ProcessThread parent, ProcessThread child, long flags) {
        if ((flags & CloneFlags.THREAD) == 0) {
            owned.remove(child.process());
            if (child.process().limits().soft(ResourceLimits.CPU) != Long.MAX_VALUE) {
                limited(child.process(), ResourceLimits.CPU);
            }
        }
    }

    @Override
    public void executed(ProcessThread thread) {
        Owned own = owned.get(thread.process());
        if (own != null) {
            own.posix.values().forEach(timer -> timer.countdown().disarm());
            own.posix.clear();
        }
    }

    @Override
    public void processEnded(Process process) {
        Owned own = owned.remove(process);
        if (own != null) {
            own.posix.values().forEach(timer -> timer.countdown().disarm());
            for (Countdown countdown : own.interval) {
                if (countdown != null) {
                    countdown.disarm();
                }
            }
            if (own.cpuLimit != null) {
                own.cpuLimit.disarm();
            }
        }
    }
}
