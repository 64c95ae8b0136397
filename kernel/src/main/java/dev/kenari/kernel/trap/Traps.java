package dev.kenari.kernel.trap;

import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.Personality;
import dev.kenari.kernel.crash.Oops;
import dev.kenari.kernel.mm.PageFault;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.kernel.profile.Profiler;
import dev.kenari.kernel.profile.Sample;
import dev.kenari.kernel.sched.Cpu;
import dev.kenari.kernel.task.Task;
import dev.kenari.machine.riscv.Cause;
import dev.kenari.machine.riscv.Hart;

/** The trap dispatcher: the one place where programs enter and leave the kernel. */
public final class Traps {
    private static final int A7 = 17;

    private final Kernel kernel;
    private final Personality personality;

    public Traps(Kernel kernel, Personality personality) {
        this.kernel = kernel;
        this.personality = personality;
    }

    public Personality personality() {
        return personality;
    }

    /** The life of a task that runs a program: U-mode and traps in turn, until it exits or the kernel stops. */
    public void userLoop(Task task) {
        while (!task.exiting()) {
            if (kernel.scheduler().stopping()) {
                return;
            }
            try {
                turn(task);
            } catch (RuntimeException | Error e) {
                if (!Oops.survivable(e)) {
                    throw e;
                }
                oops(task, e);
            }
        }
        personality.exited(task);
    }

    /** Once to U-mode and back. */
    private void turn(Task task) {
        personality.returnToUser(task);
        if (task.exiting()) {
            return;
        }
        Cpu cpu = kernel.scheduler().cpu(task);
        kernel.scheduler().preempt(task);
        if (task.hart() == cpu.hart() && !task.interrupted()) {
            enterUser(task, cpu);
        }
    }

    /** The kernel has failed in what it did for {@code task}: that dies, and if it can't, the kernel does. */
    private void oops(Task task, Throwable thrown) {
        Oops.report(kernel, task, thrown);
        try {
            personality.oops(task);
        } catch (RuntimeException | Error e) {
            throw new KernelPanic("Recursive fault: a task that oopsed can't end", e);
        }
    }

    private void enterUser(Task task, Cpu cpu) {
        Hart hart = cpu.hart();
        kernel.spaces().activate(cpu, task.space());
        long entered = kernel.timers().now();
        Profiler profiler = kernel.profiler();
        long next = kernel.timers().next();
        if (cpu.programTimer(profiler == null ? next : Math.min(next, entered + Profiler.PERIOD_NANOS), entered)) {
            interrupts(cpu);
            return;
        }
        task.enterUser(entered);
        cpu.setInUser(true);
        kernel.lock().release();
        int cause;
        try {
            cause = hart.run(task.registers());
        } catch (RuntimeException | Error e) {
            throw new KernelPanic("Fatal machine error", e);
        } finally {
            cpu.setInUser(false);
            kernel.lock().acquire();
        }
        long left = kernel.timers().now();
        task.leaveUser(left);
        cpu.leftUser(left, left - entered);
        long value = hart.trapValue();
        cpu.history().trapped(left, task, cause, value);
        if (profiler == null) {
            dispatch(task, cpu, cause, value);
        } else {
            profile(profiler, task, cpu, cause, value, left, left - entered);
        }
    }

    private void profile(Profiler profiler, Task task, Cpu cpu, int cause, long value, long left, long userNanos) {
        Sample sample = profiler.leftUser(task, userNanos);
        long number = task.registers().x[A7];
        long before = task.hartNanos(left);
        dispatch(task, cpu, cause, value);
        long after = task.hartNanos(kernel.timers().now());
        profiler.handled(task, personality, sample, cause, number, after - before);
    }

    private void dispatch(Task task, Cpu cpu, int cause, long value) {
        if ((cause & Cause.INTERRUPT) != 0) {
            interrupts(cpu);
            return;
        }
        switch (cause) {
            case Cause.ECALL_FROM_U -> systemCall(task);
            case Cause.INSTRUCTION_PAGE_FAULT -> pageFault(task, value, Vma.EXEC);
            case Cause.LOAD_PAGE_FAULT -> pageFault(task, value, Vma.READ);
            case Cause.STORE_PAGE_FAULT -> pageFault(task, value, Vma.WRITE);
            default -> personality.exception(task, cause, value);
        }
    }

    private void systemCall(Task task) {
        long number = task.registers().x[A7];
        personality.systemCall(task);
        kernel.scheduler().cpu(task).history().returned(task, number);
    }

    private void pageFault(Task task, long address, int access) {
        task.countFault(false);
        PageFault fault = task.space().fault(address, access);
        if (fault == null) {
            // The hardware may have cached that the page was absent or read-only.
            task.hart().fenceVma(address);
        } else {
            personality.pageFault(task, fault);
        }
    }

    /** Handles what is pending on {@code cpu}'s hart; also called by its idle task. */
    public void interrupts(Cpu cpu) {
        try {
            handle(cpu);
        } catch (RuntimeException | Error e) {
            throw e instanceof KernelPanic panic ? panic : new KernelPanic("Fatal exception in interrupt", e);
        }
    }

    private void handle(Cpu cpu) {
        Hart hart = cpu.hart();
        int pending = hart.pending();
        if ((pending & 1 << Cause.SOFTWARE) != 0) {
            hart.lower(Cause.SOFTWARE);
            kernel.doPosted();
        }
        if ((pending & 1 << Cause.EXTERNAL) != 0) {
            kernel.interrupts().external(hart.id());
        }
        if ((pending & 1 << Cause.TIMER) != 0) {
            cpu.timerFired();
        }
        kernel.timers().expire();
        kernel.scheduler().tick(cpu);
    }
}
