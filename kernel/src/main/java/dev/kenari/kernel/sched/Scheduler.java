package dev.kenari.kernel.sched;

import dev.kenari.kernel.task.Task;
import dev.kenari.kernel.time.Timers;
import dev.kenari.machine.riscv.Cause;
import dev.kenari.machine.riscv.Hart;
import dev.kenari.machine.sync.LockRank;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Gives harts to tasks. A hart is a baton: exactly one task holds it, and with it the kernel lock while in the kernel. All
 * methods run under the lock, in the task that holds a hart.
 */
public final class Scheduler {
    /** How long a task waits for its waker to sleep before an idle hart is woken for it: about what that costs on a host. */
    private static final long OFFER_NANOS = 50_000;

    private final List<Cpu> cpus = new ArrayList<>();
    private final Set<Task> tasks = new LinkedHashSet<>();
    private final Timers timers;
    private int nextId = 1;
    private long switches;
    private Runnable retire = () -> {};
    private volatile boolean stopping;

    public Scheduler(List<? extends Hart> harts, Timers timers) {
        this.timers = timers;
        for (Hart hart : harts) {
            cpus.add(new Cpu(hart));
        }
    }

    public List<Cpu> cpus() {
        return cpus;
    }

    public Cpu cpu(Task task) {
        return cpus.get(task.hart().id());
    }

    /** Every task that has begun and not ended, the oldest first. */
    public Set<Task> tasks() {
        return Collections.unmodifiableSet(tasks);
    }

    /** Task switches since boot. */
    public long switches() {
        return switches;
    }

    /** Number of tasks that hold or want a hart. */
    public int runnable() {
        int count = 0;
        for (Cpu cpu : cpus) {
            count += cpu.queue.size() + (cpu.isIdle() ? 0 : 1);
        }
        return count;
    }

    /** A new task, asleep until {@link #wake}. {@code body} gets the task and runs under the kernel lock. */
    public Task create(String name, Consumer<Task> body) {
        Task[] self = new Task[1];
        self[0] = new Task(nextId++, name, this, () -> {
            body.accept(self[0]);
            end(self[0]);
        });
        return self[0];
    }

    /**
     * Boot: gives hart {@code i} to task {@code i} of {@code idles}, which must offer it with {@link #leaveIdle} for ever.
     *
     * @param retire what the last task of each hart does once {@link #stop} was called; nobody gets the hart after it
     */
    public void start(List<Task> idles, Runnable retire) {
        this.retire = retire;
        for (Cpu cpu : cpus) {
            cpu.idle = idles.get(cpu.hart().id());
            cpu.current = cpu.idle;
            tasks.add(cpu.idle);
            cpu.idle.setState(Task.State.RUNNABLE);
        }
        cpus.forEach(cpu -> cpu.idle.takeHart(cpu.hart()));
    }

    /** Tasks are to leave their harts for good, at the end of their traps. Any thread. */
    public void stop() {
        stopping = true;
        cpus.forEach(cpu -> cpu.hart().raise(Cause.SOFTWARE));
    }

    public boolean stopping() {
        return stopping;
    }

    /** Ends the task's turn until it is woken or {@code deadline} passes. */
    public void block(Task task, long deadline) {
        Timers.Timer timer = deadline == Long.MAX_VALUE ? null : timers.at(deadline, task::timeOut);
        if (task.state() == Task.State.RUNNABLE) {
            task.setState(Task.State.SLEEPING);
        }
        task.countSwitch(true);
        Cpu cpu = cpu(task);
        long now = timers.now();
        charge(cpu, now);
        cpu.queue.leave(task);
        switchFrom(cpu, task, now);
        if (timer != null) {
            timer.cancel();
        }
    }

    /** Whether the task holds a hart. */
    public boolean isRunning(Task task) {
        return task.hart() != null && cpu(task).current == task;
    }

    /** Makes a sleeping task runnable; returns false if it did not sleep. */
    public boolean wake(Task task) {
        if (task.state() == Task.State.RUNNABLE || task.state() == Task.State.DEAD) {
            return false;
        }
        if (task.hart() == null) {
            tasks.add(task);
        }
        task.setState(Task.State.RUNNABLE);
        Cpu here = here();
        Cpu cpu = choose(task, here);
        cpu.queue.add(task);
        if (!cpu.isIdle()) {
            long now = cpu == here ? cpu.recently() : timers.now();
            charge(cpu, now);
            if (RunQueue.preempts(task, cpu.current)) {
                cpu.reschedule = true;
                kick(cpu.current);
            }
            arm(cpu, now);
        } else if (cpu != here) {
            cpu.hart().raise(Cause.SOFTWARE);
        }
        return true;
    }

    /** Makes a task in U-mode on another hart trap soon. */
    public void kick(Task task) {
        if (task.hart() != null) {
            Cpu cpu = cpu(task);
            if (cpu.current == task && cpu.inUser()) {
                cpu.hart().raise(Cause.SOFTWARE);
            }
        }
    }

    /**
     * The task that has the hart gives it to one that sleeps, past the queue: the receiver runs on the giver's scheduling context, so
     * that nothing is charged and no clock is read.
     */
    public void handOver(Task from, Task to) {
        assert to.state() != Task.State.RUNNABLE : to + " needs no hart";
        assert LockRank.FILE_SYSTEM.highest() : from + " gives its hart away with a lock that would keep others waiting";
        Cpu cpu = cpu(from);
        if (to.hart() == null) {
            tasks.add(to);
        }
        from.setState(Task.State.SLEEPING);
        from.countSwitch(true);
        to.setState(Task.State.RUNNABLE);
        cpu.current = to;
        switches++;
        from.dropHart();
        to.takeHart(cpu.hart());
        from.awaitHart();
    }

    /** Charges a task for its time so far, if it has a hart. */
    public void charge(Task task) {
        if (isRunning(task)) {
            charge(cpu(task), timers.now());
        }
    }

    /** Has {@code change} give a task another scheduling context, whether it runs, waits for a hart, or sleeps. */
    public void changeContext(Task task, Runnable change) {
        for (Cpu cpu : cpus) {
            if (cpu.current != task && cpu.queue.remove(task)) {
                change.run();
                cpu.queue.add(task);
                return;
            }
        }
        long since = task.scheduling().since;
        change.run();
        task.scheduling().since = since;
    }

    /** sched_yield(2): lets others go first. */
    public void yield(Task task) {
        Cpu cpu = cpu(task);
        if (!cpu.queue.isEmpty()) {
            long now = timers.now();
            charge(cpu, now);
            task.countSwitch(true);
            task.scheduling().virtualDeadline = task.scheduling().virtualRuntime + RunQueue.SLICE_NANOS * 2;
            cpu.queue.addBack(task);
            switchFrom(cpu, task, now);
        }
    }

    /** Gives the hart away if the slice is over or a better task waits; called on the way back to U-mode. */
    public void preempt(Task task) {
        Cpu cpu = cpu(task);
        boolean misplaced = !task.scheduling().allows(cpu.hart().id());
        if (!cpu.reschedule && !misplaced) {
            return;
        }
        long now = timers.now();
        charge(cpu, now);
        cpu.reschedule = false;
        if (misplaced) {
            cpu.queue.leave(task);
            task.setState(Task.State.SLEEPING);
            wake(task);
            switchFrom(cpu, task, now);
        } else if (!cpu.queue.isEmpty()) {
            task.countSwitch(false);
            cpu.queue.addBack(task);
            switchFrom(cpu, task, now);
        } else {
            arm(cpu, now);
        }
    }

    /** A hart's timer interrupt: ends the slice if it is used up, and finds an idle hart for who has waited long enough. */
    public void tick(Cpu cpu) {
        if (cpu.isIdle()) {
            return;
        }
        long now = timers.now();
        if (now >= cpu.offerAt) {
            offer(cpu, now);
        }
        if (now >= cpu.sliceEnd) {
            cpu.reschedule = true;
        }
    }

    private void offer(Cpu cpu, long now) {
        cpu.offerAt = Long.MAX_VALUE;
        for (Cpu other : cpus) {
            if (other.isIdle() && other.queue.isEmpty() && cpu.queue.hasFor(other.hart().id())) {
                other.hart().raise(Cause.SOFTWARE);
                cpu.offerAt = now + RunQueue.SLICE_NANOS;
                return;
            }
        }
    }

    /** Next task for an idle hart: its own queue's, or another's. Returns once the idle task holds the hart again. */
    public void leaveIdle(Task idle) {
        Cpu cpu = cpu(idle);
        long now = timers.now();
        if (cpu.queue.isEmpty()) {
            for (Cpu other : cpus) {
                if (other != cpu && !other.queue.isEmpty()) {
                    Task task = other.queue.steal(cpu.hart().id());
                    if (task != null) {
                        cpu.queue.add(task);
                        arm(other, now);
                        break;
                    }
                }
            }
        }
        if (!cpu.queue.isEmpty()) {
            switchFrom(cpu, idle, now);
        }
    }

    private void end(Task task) {
        tasks.remove(task);
        task.setState(Task.State.DEAD);
        Cpu cpu = cpu(task);
        long now = timers.now();
        charge(cpu, now);
        if (stopping) {
            retire.run();
            return;
        }
        Task next = next(cpu, now);
        task.dropHart();
        next.takeHart(cpu.hart());
    }

    private void switchFrom(Cpu cpu, Task task, long now) {
        assert LockRank.FILE_SYSTEM.highest() : task + " gives its hart away with a lock that would keep others waiting";
        Task next = next(cpu, now);
        if (next == task) {
            return;
        }
        switches++;
        task.dropHart();
        next.takeHart(cpu.hart());
        task.awaitHart();
    }

    private Task next(Cpu cpu, long now) {
        Task next = cpu.queue.take();
        if (next == null) {
            next = cpu.idle;
        }
        cpu.current = next;
        cpu.reschedule = false;
        next.scheduling().since = now;
        cpu.sliceEnd = Long.MAX_VALUE;
        arm(cpu, now);
        return next;
    }

    /** A slice ends only where somebody waits for it to end; who waits is offered to an idle hart if there is one. */
    private void arm(Cpu cpu, long now) {
        if (cpu.isIdle() || cpu.queue.isEmpty()) {
            cpu.sliceEnd = Long.MAX_VALUE;
            cpu.offerAt = Long.MAX_VALUE;
            return;
        }
        boolean earlier = false;
        if (cpu.current.scheduling().policy() == SchedulingParameters.FIFO) {
            cpu.sliceEnd = Long.MAX_VALUE;
        } else if (cpu.sliceEnd == Long.MAX_VALUE) {
            cpu.sliceEnd = now + RunQueue.SLICE_NANOS;
            earlier = true;
        }
        if (cpu.offerAt == Long.MAX_VALUE && anyIdle()) {
            cpu.offerAt = now + OFFER_NANOS;
            earlier = true;
        }
        if (earlier) {
            kick(cpu.current);
        }
    }

    private boolean anyIdle() {
        for (Cpu cpu : cpus) {
            if (cpu.isIdle()) {
                return true;
            }
        }
        return false;
    }

    private void charge(Cpu cpu, long now) {
        SchedulingParameters s = cpu.current.scheduling();
        long ran = now - s.since;
        s.since = now;
        s.ranNanos += ran;
        if (!cpu.isIdle()) {
            cpu.chargeBusy(ran);
        }
        s.virtualRuntime += s.weigh(ran);
    }

    /** The hart of the calling task; null in no task. */
    private Cpu here() {
        Task task = Task.current();
        return task == null || task.hart() == null ? null : cpu(task);
    }

    /**
     * The hart for a task that wakes: the waker's, where nobody else waits, since a waker often sleeps soon and a hart of the host
     * takes tens of microseconds to wake; else its last or an idle one.
     */
    private Cpu choose(Task task, Cpu here) {
        SchedulingParameters s = task.scheduling();
        if (here != null && here.queue.isEmpty() && s.allows(here.hart().id())) {
            return here;
        }
        Cpu last = task.hart() == null ? null : cpu(task);
        if (last != null && s.allows(last.hart().id()) && last.isIdle() && last.queue.isEmpty()) {
            return last;
        }
        Cpu best = null;
        for (Cpu cpu : cpus) {
            if (s.allows(cpu.hart().id()) && (best == null || load(cpu) < load(best))) {
                best = cpu;
            }
        }
        if (best == null) {
            return cpus.getFirst();
        }
        return last != null && s.allows(last.hart().id()) && load(last) <= load(best) ? last : best;
    }

    private static int load(Cpu cpu) {
        return cpu.queue.size() + (cpu.isIdle() ? 0 : 1);
    }
}
