package dev.kenari.machine.riscv.interpreter;

import dev.kenari.machine.Clock;
import dev.kenari.machine.riscv.Cause;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A hart's pending interrupts, its timer, and the thread that waits for one. */
final class Interrupts {
    private final Clock clock;
    private final AtomicInteger pending = new AtomicInteger();
    /** Also set through the ACLINT, by any thread. */
    private volatile long deadline = Long.MAX_VALUE;
    private volatile Thread waiter;

    Interrupts(Clock clock) {
        this.clock = clock;
    }

    void raise(int cause) {
        pending.getAndUpdate(bits -> bits | 1 << cause);
        Thread waiting = waiter;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    void lower(int cause) {
        if ((pending.get() & 1 << cause) != 0) {
            pending.getAndUpdate(bits -> bits & ~(1 << cause));
        }
    }

    void setTimer(long nanos) {
        deadline = nanos;
        lower(Cause.TIMER);
    }

    /** The pending bits, the timer's included. */
    int pending() {
        long timer = deadline;
        if (timer != Long.MAX_VALUE && clock.nanos() >= timer) {
            raise(Cause.TIMER);
        }
        return pending.get();
    }

    /** The cause of the pending interrupt that traps first (Volume II, "mip and mie"); 0 if none is pending. */
    int cause() {
        int bits = pending();
        if (bits == 0) {
            return 0;
        }
        int number = (bits & 1 << Cause.EXTERNAL) != 0
                ? Cause.EXTERNAL
                : (bits & 1 << Cause.SOFTWARE) != 0 ? Cause.SOFTWARE : Cause.TIMER;
        return Cause.INTERRUPT | number;
    }

    void await() {
        waiter = Thread.currentThread();
        try {
            while (pending() == 0) {
                if (deadline == Long.MAX_VALUE) {
                    LockSupport.park(this);
                } else if (clock.deterministic()) {
                    clock.skipTo(deadline);
                } else {
                    LockSupport.parkNanos(this, deadline - clock.nanos());
                }
                if (waiter.isInterrupted()) {
                    return;
                }
            }
        } finally {
            waiter = null;
        }
    }
}
