package dev.kenari.kernel.time;

import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.machine.Clock;
import java.util.PriorityQueue;

/** Timers on the board's monotonic time. Guarded by the kernel lock; actions run in a timer interrupt and must not sleep. */
public final class Timers {
    /** One armed timer. */
    public final class Timer {
        private final long deadline;
        private final long sequence;
        private final Runnable action;

        private Timer(long deadline, Runnable action) {
            this.deadline = deadline;
            this.sequence = nextSequence++;
            this.action = action;
        }

        public long deadline() {
            return deadline;
        }

        /** Disarms; nothing happens if it has fired. */
        public void cancel() {
            queue.remove(this);
        }
    }

    private final Clock clock;
    private final PriorityQueue<Timer> queue = new PriorityQueue<>(Timers::compare);
    private final WaitQueue clockSet = new WaitQueue();
    private long nextSequence;
    private long realtimeOffset;

    private static int compare(Timer a, Timer b) {
        int byDeadline = Long.compare(a.deadline, b.deadline);
        return byDeadline != 0 ? byDeadline : Long.compare(a.sequence, b.sequence);
    }

    public Timers(Clock clock) {
        this.clock = clock;
        this.realtimeOffset = clock.epochNanos();
    }

    /** CLOCK_MONOTONIC: nanoseconds since boot. */
    public long now() {
        return clock.nanos();
    }

    /** CLOCK_REALTIME: nanoseconds since 1970. */
    public long realtime() {
        return clock.nanos() + realtimeOffset;
    }

    /** CLOCK_REALTIME less CLOCK_MONOTONIC. */
    public long realtimeOffset() {
        return realtimeOffset;
    }

    /** settimeofday(2). */
    public void setRealtime(long nanos) {
        realtimeOffset = nanos - clock.nanos();
        clockSet.wakeAll();
    }

    /** Woken when {@link #setRealtime} made CLOCK_REALTIME jump. */
    public WaitQueue clockSet() {
        return clockSet;
    }

    /** Runs {@code action} once the monotonic time is {@code deadline} nanoseconds. */
    public Timer at(long deadline, Runnable action) {
        Timer timer = new Timer(deadline, action);
        queue.add(timer);
        return timer;
    }

    /** When the next timer is due; {@code Long.MAX_VALUE} if none is armed. */
    public long next() {
        Timer first = queue.peek();
        return first == null ? Long.MAX_VALUE : first.deadline;
    }

    /** Runs the actions of all timers that are due. */
    public void expire() {
        long now = now();
        for (Timer first = queue.peek(); first != null && first.deadline <= now; first = queue.peek()) {
            queue.remove();
            first.action.run();
        }
    }
}
