package dev.kenari.kernel;

import dev.kenari.kernel.mm.PageFault;
import dev.kenari.kernel.task.Task;

/** What gives system calls and faults their meaning. Every method runs in the task, under the kernel lock. */
public interface Personality {
    /** The program executed {@code ecall}; {@code task.registers().pc} is still at it. */
    void systemCall(Task task);

    /** The program touched memory that is not there or not its own. */
    void pageFault(Task task, PageFault fault);

    /** Any other exception: {@code cause} and {@code value} as {@code scause} and {@code stval}. */
    void exception(Task task, int cause, long value);

    /** Last thing before each return to U-mode: deliver signals, honour stops. May call {@link Task#exit}. */
    void returnToUser(Task task);

    /** Kernel code that worked for the task has failed: its thread ends, as if a SIGSEGV had killed it alone. Calls {@link Task#exit}. */
    void oops(Task task);

    /** The task is ending; release what it holds. */
    void exited(Task task);

    /** What {@code task} runs, for a panic's dump: any state, any caller that holds a hart. */
    default String describe(Task task) {
        return task.toString();
    }

    /** For a panic's dump. */
    default String systemCallName(long number) {
        return "system call " + number;
    }
}
