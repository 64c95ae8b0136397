package dev.kenari.kernel.task;

import dev.kenari.kernel.ipc.Message;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.sched.Scheduler;
import dev.kenari.kernel.sched.SchedulingParameters;
import dev.kenari.machine.riscv.Hart;
import dev.kenari.machine.riscv.Registers;
import java.util.concurrent.locks.LockSupport;

/**
 * A schedulable context. Its kernel stack is a virtual thread that runs only while it holds a hart; all others are parked.
 * Fields are guarded by the kernel lock unless said otherwise.
 */
public final class Task {
    /** What a task is doing, as proc(5) letters it. */
    public enum State {
        RUNNABLE('R'),
        SLEEPING('S'),
        UNINTERRUPTIBLE('D'),
        STOPPED('T'),
        DEAD('X');

        private final char letter;

        State(char letter) {
            this.letter = letter;
        }

        public char letter() {
            return letter;
        }
    }

    private static final ThreadLocal<Task> CURRENT = new ThreadLocal<>();
    private static final long NOT_IN_USER = Long.MIN_VALUE;

    private final int id;
    private final Scheduler scheduler;
    private final Registers registers = new Registers();
    private final Thread stack;
    private final SchedulingParameters ownScheduling = new SchedulingParameters();
    /** Its own, or while it serves a call, the client's. */
    private SchedulingParameters scheduling = ownScheduling;
    /** Who serves this task's call, on its scheduling context. */
    private Task server;
    private Message message = new Message();

    private String name;
    private AddressSpace space;
    private Hart hart;
    private State state = State.SLEEPING;
    private boolean interruptible;
    private boolean interrupted;
    private boolean exiting;
    private boolean killed;
    private boolean repeating;
    /** Calls from its domain into the kernel, which are not cut off. */
    private int shields;
    private boolean timedOut;
    private boolean woken;
    private boolean started;
    private Object personality;
    /** Written by the task that hands the hart over, read by this one. */
    private volatile boolean onHart;

    private long userNanos;
    private long userSince = NOT_IN_USER;
    private long systemNanos;
    private long voluntarySwitches;
    private long involuntarySwitches;
    private long minorFaults;
    private long majorFaults;

    /** For {@link Scheduler#create}; {@code body} runs in the task, under the kernel lock. */
    public Task(int id, String name, Scheduler scheduler, Runnable body) {
        this.id = id;
        this.name = name;
        this.scheduler = scheduler;
        this.stack = Thread.ofVirtual().name("task-" + id).unstarted(() -> {
            CURRENT.set(this);
            awaitHart();
            body.run();
        });
    }

    /** The task that the calling thread is. */
    public static Task current() {
        return CURRENT.get();
    }

    public int id() {
        return id;
    }

    public String name() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public Registers registers() {
        return registers;
    }

    public SchedulingParameters scheduling() {
        return scheduling;
    }

    /** The program's memory; null for a kernel task. */
    public AddressSpace space() {
        return space;
    }

    /** Gives the task other memory, from its next return to U-mode. The caller releases the old one. */
    public void setSpace(AddressSpace space) {
        this.space = space;
    }

    /** The hart that this task holds, or held last. */
    public Hart hart() {
        return hart;
    }

    public State state() {
        return state;
    }

    /** For the scheduler and for job control ({@link State#STOPPED} is a sleep with another letter). */
    public void setState(State state) {
        this.state = state;
    }

    /** What the personality keeps of this task. */
    public Object personality() {
        return personality;
    }

    public void setPersonality(Object personality) {
        this.personality = personality;
    }

    /**
     * Sleeps until {@link #wake} or, if {@code interruptible}, {@link #interrupt}, or until {@code deadline} (board nanoseconds).
     *
     * @return false if the deadline passed first
     */
    public boolean block(long deadline, boolean interruptible) {
        assert current() == this : "only a task itself sleeps";
        checkKilled();
        this.interruptible = interruptible;
        timedOut = false;
        woken = false;
        if (interruptible && interrupted) {
            return true;
        }
        scheduler.block(this, deadline);
        this.interruptible = false;
        checkKilled();
        return !timedOut;
    }

    /**
     * The kernel ends this task wherever it is: its sleep, and every later one, throws {@link TaskKilled}. For the tasks of a domain;
     * programs end by signals.
     */
    public void kill() {
        killed = true;
        if (shields == 0) {
            wake();
        }
    }

    /** The task of a domain enters the kernel proper: {@link #kill} waits until {@link #unshield}. */
    public void shield() {
        shields++;
    }

    /** @throws TaskKilled if it was killed meanwhile */
    public void unshield() {
        shields--;
        checkKilled();
    }

    public boolean killed() {
        return killed;
    }

    /** @throws TaskKilled after {@link #kill} */
    public void checkKilled() {
        if (killed && shields == 0) {
            throw TaskKilled.ERROR;
        }
    }

    /** Gives the hart straight to a task that sleeps, and sleeps until it is woken or handed the hart. */
    public void handOver(Task to) {
        assert current() == this : "only a task itself gives its hart away";
        interruptible = false;
        woken = false;
        to.woken = true;
        scheduler.handOver(this, to);
        checkKilled();
    }

    /** {@code server} works for this task, with its priority and on its time, and is interrupted with it. */
    public void lendContext(Task server) {
        this.server = server;
        server.scheduling = scheduling;
        server.interrupted = interrupted;
    }

    /** Ends {@link #lendContext}. */
    public void takeContextBack() {
        Task to = server;
        server = null;
        scheduler.changeContext(to, () -> {
            to.scheduling = to.ownScheduling;
            to.interrupted = false;
        });
    }

    /** The calling task's message, emptied for a request; a task has one call under way at most. */
    public static Message messageTo(int method) {
        Task task = current();
        Message message = task == null ? new Message() : task.message;
        message.request(method);
        return message;
    }

    /** The call that the task makes next was made before, and perhaps done. */
    public void setRepeating(boolean value) {
        repeating = value;
    }

    /** Whether the call that begins was made before; asked once. */
    public boolean takeRepeating() {
        boolean was = repeating;
        repeating = false;
        return was;
    }

    /** The task's message may still be written by a server that was given up: the next call takes another. */
    public void abandonMessage() {
        message = new Message();
    }

    /** Ends this task's sleep; returns false if it does not sleep or something else has woken it already. */
    public boolean wake() {
        if (woken) {
            return false;
        }
        woken = true;
        return scheduler.wake(this);
    }

    /** For the scheduler: the deadline of {@link #block} passed. */
    public void timeOut() {
        if (!woken) {
            timedOut = true;
            wake();
        }
    }

    /** Whether something waits for this task at its next return to U-mode, so that sleeps must end (TIF_SIGPENDING). */
    public boolean interrupted() {
        return interrupted;
    }

    /** Sets the flag and ends an interruptible sleep; a task in U-mode on another hart traps soon. */
    public void interrupt() {
        interrupted = true;
        if (server != null) {
            server.interrupt();
        } else if (interruptible) {
            wake();
        } else {
            scheduler.kick(this);
        }
    }

    public void clearInterrupted() {
        interrupted = false;
    }

    /** The task does not return to U-mode any more: its loop ends once its trap handler returns. */
    public void exit() {
        exiting = true;
    }

    public boolean exiting() {
        return exiting;
    }

    public long userNanos() {
        return userNanos;
    }

    /** Nanoseconds in the kernel until the task last entered U-mode. */
    public long systemNanos() {
        return systemNanos;
    }

    /** The task enters U-mode at {@code now}: all that it had of a hart, and not as a program, was the kernel's. */
    public void enterUser(long now) {
        userSince = now;
        systemNanos = hartNanos(now) - userNanos;
    }

    /** The task has left U-mode at {@code now}. */
    public void leaveUser(long now) {
        userNanos += now - userSince;
        userSince = NOT_IN_USER;
    }

    /** Nanoseconds in U-mode until {@code now}, with those since it entered. */
    public long userNanos(long now) {
        return userSince == NOT_IN_USER ? userNanos : userNanos + now - userSince;
    }

    /** Nanoseconds on a hart until {@code now}, in either mode. */
    public long hartNanos(long now) {
        return scheduling.ranNanos() + (scheduler.isRunning(this) ? now - scheduling.since() : 0);
    }

    public long voluntarySwitches() {
        return voluntarySwitches;
    }

    public long involuntarySwitches() {
        return involuntarySwitches;
    }

    public void countSwitch(boolean voluntary) {
        if (voluntary) {
            voluntarySwitches++;
        } else {
            involuntarySwitches++;
        }
    }

    public long minorFaults() {
        return minorFaults;
    }

    public long majorFaults() {
        return majorFaults;
    }

    public void countFault(boolean major) {
        if (major) {
            majorFaults++;
        } else {
            minorFaults++;
        }
    }

    /** Gives this task the hart: its thread continues. Called by the thread that gives it up. */
    public void takeHart(Hart given) {
        hart = given;
        onHart = true;
        if (started) {
            LockSupport.unpark(stack);
        } else {
            started = true;
            stack.start();
        }
    }

    /** Parks the calling task's thread until another gives it a hart. Clear the flag first with {@link #dropHart}. */
    public void awaitHart() {
        while (!onHart) {
            LockSupport.park(this);
        }
    }

    /** Where the task is in the kernel; empty in one that has not begun. For a sleeping task, or for its own. */
    public StackTraceElement[] kernelStack() {
        return stack.getStackTrace();
    }

    /** For the scheduler, before it gives the hart away. */
    public void dropHart() {
        onHart = false;
    }

    @Override
    public String toString() {
        return name + "[" + id + "]";
    }
}
