package dev.kenari.process.timer;

import dev.kenari.abi.Signal;
import dev.kenari.kernel.time.Timers;
import dev.kenari.process.SigInfo;
import dev.kenari.process.signal.SignalSource;
import dev.kenari.process.signal.SourcedSender;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessThread;

/** A timer of timer_create(2). At most one of its signals is pending; expirations meanwhile count as overrun. */
final class PosixTimer implements SignalSource {
    private static final long OVERRUN_MAX = Integer.MAX_VALUE;

    private final SourcedSender sender;
    private final Process process;
    private final ProcessThread thread;
    private final SigInfo info;
    private final Countdown countdown;
    private final boolean realtime;
    private boolean queued;
    private long missed;
    private int overrun;
    private long realtimeDue = -1;

    /**
     * @param thread the one to signal; null for the process
     * @param info what to send; signal 0 for nothing
     */
    PosixTimer(
            Timers timers,
            SourcedSender sender,
            Process process,
            ProcessThread thread,
            SigInfo info,
            Countdown.Source source,
            boolean realtime) {
        this.sender = sender;
        this.process = process;
        this.thread = thread;
        this.info = info;
        this.countdown = new Countdown(timers, source, this::expired);
        this.realtime = realtime;
    }

    Countdown countdown() {
        return countdown;
    }

    /** Whether the timer counts on CLOCK_REALTIME or CLOCK_TAI. */
    boolean realtime() {
        return realtime;
    }

    /** The absolute real time for which it is armed; negative if it is not, or relative. */
    long realtimeDue() {
        return realtimeDue;
    }

    void setRealtimeDue(long nanos) {
        realtimeDue = nanos;
    }

    /** Forgets expirations so far, as timer_settime(2) does. */
    void reset() {
        missed = 0;
        overrun = 0;
    }

    /** timer_getoverrun(2). */
    int overrun() {
        return overrun;
    }

    private void expired(long count) {
        if (info.signal() == 0) {
            return;
        }
        if (queued) {
            missed += count;
            return;
        }
        queued = true;
        missed = count - 1;
        sender.send(process, thread, info, this);
    }

    @Override
    public SigInfo taken(SigInfo sent) {
        queued = false;
        overrun = (int) Math.min(missed, OVERRUN_MAX);
        return new SigInfo(sent.signal(), 0, Signal.SI_TIMER, sent.pid(), 0, sent.value(), overrun, 0, 0);
    }

    @Override
    public void dropped() {
        queued = false;
    }
}
