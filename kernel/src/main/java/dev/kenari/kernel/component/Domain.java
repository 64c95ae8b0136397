package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.cap.Capability;
import dev.kenari.kernel.cap.CapabilitySpace;
import dev.kenari.kernel.cap.MemoryRange;
import dev.kenari.kernel.domain.ComponentCode;
import dev.kenari.kernel.domain.DomainBudget;
import dev.kenari.kernel.domain.DomainKilled;
import dev.kenari.kernel.domain.DomainLoader;
import dev.kenari.kernel.domain.PrivilegedInstruction;
import dev.kenari.kernel.ipc.FrameLoan;
import dev.kenari.kernel.ipc.Loan;
import dev.kenari.kernel.ipc.Notification;
import dev.kenari.kernel.sched.InitialScheduling;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.task.Task;
import dev.kenari.kernel.task.TaskKilled;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A Java protection domain: the tasks, the memory and the code of one instance of a component. Whatever leaves its code as an exception
 * ends it, and nothing else. Guarded by the kernel lock.
 */
public final class Domain implements Instance {
    private static final int MOST_TASKS = 64;
    private static final int MOST_LOANS = 4096;

    private final Kernel kernel;
    private final String name;
    private final CapabilitySpace capabilities;
    private final DomainMemory memory;
    private final DomainDevice device;
    private final DomainBudget budget;
    private final DomainLoader code;
    private final Set<Task> tasks = new HashSet<>();
    private final InitialScheduling scheduling;
    private final Consumer<String> whenDead;
    private final WaitQueue turn = new WaitQueue();
    /** The task of the domain that was made to let others run: until it goes on, no other of the domain does. */
    private Task preempted;
    private Task lastPolled;
    private long lastSwitches;
    private final WaitQueue atRest = new WaitQueue();
    /** Its tasks that do something in the kernel, which may use the domain's memory. */
    private int inKernel;
    private String end;

    /**
     * @param device the kernel's capability to the one that it drives; null without one
     * @param whenDead hears once why the domain ended, before its memory is freed; must not sleep
     */
    Domain(
            Kernel kernel,
            String name,
            InstanceLimits limits,
            Capability device,
            ComponentCode code,
            Consumer<String> whenDead) {
        this.kernel = kernel;
        this.name = name;
        this.capabilities = new CapabilitySpace(name, kernel.ipc(), this::taken);
        this.memory = new DomainMemory(
                kernel.frames(),
                kernel.allMemory(),
                capabilities,
                limits.frames(),
                device == null ? null : ((MachineDevice) device.object()).dma());
        this.device = device == null
                ? null
                : new DomainDevice(kernel.capabilities(), device, this, new Notification(kernel.ipc()));
        this.budget = new DomainBudget(limits.quota(), this::endSlice, this::kill);
        this.code = DomainLoader.of(name, budget, code);
        this.scheduling = limits.scheduling();
        this.whenDead = whenDead;
    }

    public String name() {
        return name;
    }

    @Override
    public String end() {
        return end;
    }

    /** What it holds. */
    CapabilitySpace capabilities() {
        return capabilities;
    }

    private void taken(Capability capability) {
        switch (capability.object()) {
            case MemoryRange range -> memory.taken(capability, range);
            case MachineDevice driven -> driven.release();
            default -> {}
        }
    }

    DomainMemory memory() {
        return memory;
    }

    /** The device that it drives; null without one. */
    DomainDevice device() {
        return device;
    }

    /** Where the domain's copies of classes come from. */
    ClassLoader code() {
        return code;
    }

    /** A task of the domain is about to run its code, for a request that has nothing to do with what it did before. */
    void begin() {
        awaitTurn();
        budget.begin();
    }

    private void awaitTurn() {
        while (preempted != null && preempted != Task.current()) {
            turn.sleepUninterruptibly();
        }
    }

    /**
     * Once a slice of the domain's code: others may run, but none of its own tasks. Its code expects, as all services do, that nothing changes
     * unless it sleeps. Returns whether it has slept since: whoever does so does not hang.
     */
    private boolean endSlice() {
        Task self = Task.current();
        boolean slept = self != lastPolled || self.voluntarySwitches() != lastSwitches;
        awaitTurn();
        preempted = self;
        budget.interrupt();
        kernel.reschedulePoint(self);
        self.checkKilled();
        preempted = null;
        turn.wakeAll();
        lastPolled = self;
        lastSwitches = self.voluntarySwitches();
        return slept;
    }

    /** A task of the domain, not yet started. */
    Task task(String taskName, Consumer<Task> body) {
        if (end != null) {
            throw new ProtectionFault("a dead domain starts a task");
        }
        if (tasks.size() >= MOST_TASKS) {
            throw new ProtectionFault("more than " + MOST_TASKS + " tasks");
        }
        Task task = kernel.task(name + "/" + taskName, self -> run(self, body));
        scheduling.applyTo(task.scheduling());
        tasks.add(task);
        return task;
    }

    private void run(Task self, Consumer<Task> body) {
        try {
            self.checkKilled();
            begin();
            body.accept(self);
        } catch (TaskKilled | DomainKilled e) {
            // The domain has ended already.
        } catch (RuntimeException | Error e) {
            kill(describe(e));
        } finally {
            tasks.remove(self);
            if (end != null && tasks.isEmpty()) {
                takeEverything();
            }
            atRest.wakeAll();
        }
    }

    /** Without calling its code: an exception may be of a class of its own. */
    private String describe(Throwable e) {
        if (e instanceof PrivilegedInstruction) {
            return e.getMessage();
        }
        if (e.getClass().getClassLoader() == code) {
            return e.getClass().getName();
        }
        StackTraceElement[] trace = e.getStackTrace();
        return e + (trace.length > 0 ? " at " + trace[0] : "");
    }

    /** Its tasks unwind, what it holds goes back. */
    @Override
    public void kill(String why) {
        if (end != null) {
            return;
        }
        end = why;
        budget.kill(why);
        whenDead.accept(why);
        if (device != null) {
            device.release();
        }
        for (Task task : List.copyOf(tasks)) {
            task.kill();
        }
        // What the kernel does for one of its tasks, or another domain for that, comes to its end first.
        if (inKernel == 0) {
            takeEverything();
        }
    }

    private void takeEverything() {
        int lost = memory.releaseAll();
        capabilities.clear();
        if (lost > 0) {
            kernel.log().warn(name + ": its device holds on to " + lost + " frames");
        }
    }

    /** @throws ProtectionFault if the domain does not hold what a message of its lends */
    void checkLends(List<Loan> loans) {
        if (loans.size() > MOST_LOANS) {
            throw new ProtectionFault("more than " + MOST_LOANS + " loans in a message");
        }
        for (Loan loan : loans) {
            if (loan instanceof FrameLoan f && !memory.covers(f.address(), f.length(), !f.readOnly())) {
                throw new ProtectionFault("a loan of memory that is not its own, at 0x%x".formatted(f.address()));
            }
        }
    }

    /** What a domain's task does in the kernel. */
    @FunctionalInterface
    interface KernelWork {
        void run() throws Errno;
    }

    void checkAlive() {
        if (end != null) {
            throw new ProtectionFault("a dead domain calls the kernel");
        }
    }

    /** Runs kernel code on the domain's task, which is not cut off in it. */
    void inKernel(KernelWork work) throws Errno {
        checkAlive();
        Task task = Task.current();
        task.shield();
        inKernel++;
        try {
            work.run();
        } finally {
            inKernel--;
            task.unshield();
        }
    }

    /** Until none of its tasks runs any more. */
    @Override
    public void awaitRest() {
        while (!tasks.isEmpty() && !runs(Task.current())) {
            atRest.sleepUninterruptibly();
        }
    }

    /** Whether {@code task} is one of its own. */
    boolean runs(Task task) {
        return tasks.contains(task);
    }

    @Override
    public List<Capability> borrow(List<Loan> loans, Domain lender) {
        if (loans.isEmpty()) {
            return List.of();
        }
        List<Capability> lent = new ArrayList<>(loans.size());
        for (Loan loan : loans) {
            if (loan instanceof FrameLoan frames) {
                memory.borrow(frames, lender == null ? null : lender.memory, lent);
            }
        }
        return lent;
    }

    @Override
    public void giveBack(List<Capability> lent) {
        for (Capability loan : lent) {
            loan.delete();
        }
        if (!lent.isEmpty() && memory.deviceHoldsOn()) {
            kill("its device works on memory that was lent to it");
        }
    }
}
