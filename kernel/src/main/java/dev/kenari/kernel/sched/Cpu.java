package dev.kenari.kernel.sched;

import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.task.Task;
import dev.kenari.kernel.trace.TrapHistory;
import dev.kenari.machine.riscv.Hart;
import java.util.concurrent.atomic.AtomicBoolean;

/** The kernel's notes on one hart. Guarded by the kernel lock, but for {@link #inUser}. */
public final class Cpu {
    private final Hart hart;
    private final TrapHistory history = new TrapHistory();
    final RunQueue queue = new RunQueue();
    Task current;
    Task idle;
    boolean reschedule;
    long sliceEnd = Long.MAX_VALUE;
    /** When what waits here is offered to an idle hart; {@code Long.MAX_VALUE} if nothing waits or none is idle. */
    long offerAt = Long.MAX_VALUE;
    private long programmed = Long.MAX_VALUE;
    private AddressSpace active;
    private long busyNanos;
    private long userNanos;
    private long trapped = Long.MIN_VALUE;
    /** Set while a program runs, outside the lock; cleared before the lock is taken, so that a shoot-down can wait for it. */
    private final AtomicBoolean inUser = new AtomicBoolean();

    Cpu(Hart hart) {
        this.hart = hart;
    }

    public Hart hart() {
        return hart;
    }

    /** The hart's last traps. */
    public TrapHistory history() {
        return history;
    }

    public Task current() {
        return current;
    }

    public boolean isIdle() {
        return current == idle;
    }

    public boolean inUser() {
        return inUser.get();
    }

    /** Others see it no later than that the lock, which is released or acquired next, changes hands. */
    public void setInUser(boolean value) {
        inUser.setRelease(value);
    }

    /** The address space whose root the hart's satp holds. */
    public AddressSpace active() {
        return active;
    }

    public void setActive(AddressSpace space) {
        active = space;
    }

    /** Nanoseconds, until {@code now}, in which the hart had no task. */
    public long idleNanos(long now) {
        return now - busyNanos - (isIdle() ? 0 : now - current.scheduling().since());
    }

    void chargeBusy(long nanos) {
        busyNanos += nanos;
    }

    /** Nanoseconds in U-mode; what is neither this nor idle was the kernel's. */
    public long userNanos() {
        return userNanos;
    }

    /** A program ran here for {@code nanos} until {@code now}. */
    public void leftUser(long now, long nanos) {
        userNanos += nanos;
        trapped = now;
    }

    /** A time not long ago, without asking the clock: when the task that has the hart entered the kernel, or got the hart since. */
    long recently() {
        return Math.max(trapped, current.scheduling().since());
    }

    /** Arms the hart's timer for what the scheduler or the kernel's timers want first; returns whether it is due {@code now}. */
    public boolean programTimer(long nextTimer, long now) {
        long deadline = Math.min(Math.min(nextTimer, sliceEnd), offerAt);
        if (deadline != programmed) {
            programmed = deadline;
            hart.setTimer(deadline);
        }
        return deadline <= now;
    }

    /** The timer has fired: the hart is no longer armed. */
    public void timerFired() {
        programmed = Long.MAX_VALUE;
        hart.setTimer(Long.MAX_VALUE);
    }
}
