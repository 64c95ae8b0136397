package dev.kenari.kernel.trace;

import dev.kenari.kernel.task.Task;
import dev.kenari.machine.riscv.Cause;
import dev.kenari.machine.riscv.Registers;
import java.util.ArrayList;
import java.util.List;

/** The last traps of one hart and the results of its system calls, for whoever looks at a kernel that failed. Guarded by the kernel lock. */
public final class TrapHistory {
    /** In the place of a cause: a system call returns. The architecture leaves the number to the platform. */
    public static final int RETURN = 24;

    private static final int EVENTS = 32;
    private static final int WORDS = 7;
    private static final int A0 = 10;
    private static final int A7 = 17;

    /**
     * @param name what the task was called then
     * @param nanos board time; 0 for a {@link #RETURN}
     * @param cause as {@link Cause}, or {@link #RETURN}
     * @param value the number of a system call, else what {@code stval} held
     * @param a0 first argument of a system call, or its result
     */
    public record Event(int task, String name, long nanos, int cause, long pc, long value, long a0, long a1, long a2) {}

    private final String[] names = new String[EVENTS];
    private final long[] words = new long[EVENTS * WORDS];
    private int next;

    /** {@code task} has trapped. */
    public void trapped(long nanos, Task task, int cause, long value) {
        Registers r = task.registers();
        add(task, nanos, cause, cause == Cause.ECALL_FROM_U ? r.x[A7] : value);
    }

    /** A system call is done: a0 holds its result. */
    public void returned(Task task, long number) {
        add(task, 0, RETURN, number);
    }

    private void add(Task task, long nanos, int cause, long value) {
        Registers r = task.registers();
        names[next] = task.name();
        int at = next * WORDS;
        words[at] = nanos;
        words[at + 1] = (long) task.id() << 32 | cause & 0xFFFF_FFFFL;
        words[at + 2] = r.pc;
        words[at + 3] = value;
        words[at + 4] = r.x[A0];
        words[at + 5] = r.x[A0 + 1];
        words[at + 6] = r.x[A0 + 2];
        next = (next + 1) % EVENTS;
    }

    /** The events that are kept, oldest first. */
    public List<Event> events() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            int slot = (next + i) % EVENTS;
            int at = slot * WORDS;
            if (names[slot] != null) {
                events.add(new Event(
                        (int) (words[at + 1] >>> 32),
                        names[slot],
                        words[at],
                        (int) words[at + 1],
                        words[at + 2],
                        words[at + 3],
                        words[at + 4],
                        words[at + 5],
                        words[at + 6]));
            }
        }
        return events;
    }
}
