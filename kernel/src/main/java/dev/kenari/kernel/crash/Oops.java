package dev.kenari.kernel.crash;

import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.task.Task;
import dev.kenari.machine.sync.LockRank;

/** An exception in kernel code that works for a program (Linux, die() and make_task_dead()). */
public final class Oops {
    private static final int ALERT = 1;

    private Oops() {}

    /**
     * Whether {@code thrown}, out of kernel code that works for a program, costs that program's thread only. Whatever says of itself
     * that the kernel is broken does not, nor does the virtual machine's failure, which may have cut unwinding short.
     */
    public static boolean survivable(Throwable thrown) {
        return !(thrown instanceof KernelPanic) && !(thrown instanceof VirtualMachineError);
    }

    /**
     * Reports it and taints the kernel; the caller ends the thread. What was locked has been unlocked by unwinding.
     *
     * @throws KernelPanic if the kernel is to panic on an oops
     */
    public static void report(Kernel kernel, Task task, Throwable thrown) {
        assert LockRank.KERNEL.allowed() : "an oops left a lock held";
        FailurePolicy policy = kernel.failures();
        Snapshot now = new Snapshot(kernel);
        policy.countOops();
        log(kernel, "Oops: " + Snapshot.reason(thrown) + " [#" + policy.oopses() + "]");
        log(kernel, "Modules linked in:" + modules(kernel));
        log(kernel, "CPU: " + task.hart().id() + " " + now.name(task) + " component " + Snapshot.component(thrown) + " "
                + policy.taint());
        policy.taint().add(Taint.DIE);
        now.current().forEach(line -> log(kernel, line));
        log(kernel, "Call Trace:");
        now.stack(thrown).forEach(line -> log(kernel, line));
        log(kernel, "---[ end trace 0000000000000000 ]---");
        if (policy.panicOnOops()) {
            throw new KernelPanic("Fatal exception", thrown);
        }
        if (policy.oopsLimit() != 0 && policy.oopses() >= policy.oopsLimit()) {
            throw new KernelPanic("Oopsed too often (kernel.oops_limit is " + policy.oopsLimit() + ")", thrown);
        }
    }

    private static String modules(Kernel kernel) {
        StringBuilder names = new StringBuilder();
        kernel.modules().list().forEach(module -> names.append(' ').append(module.name()));
        return names.toString();
    }

    private static void log(Kernel kernel, String line) {
        kernel.log().log(ALERT, line);
    }
}
