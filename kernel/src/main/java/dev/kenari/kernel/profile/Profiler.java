package dev.kenari.kernel.profile;

import dev.kenari.kernel.Personality;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.task.Task;
import dev.kenari.machine.riscv.Cause;
import java.util.HashMap;
import java.util.Map;

/**
 * Adds up where tasks spend the board's time. Each time that {@link #PERIOD_NANOS} of U-mode time have been used, the program
 * that used the last of them is charged with them, at the place where it left U-mode; the kernel's time likewise, under the name
 * of the system call or trap. A hart leaves U-mode at the latest when the period ends, at the engine's next poll, mostly at a
 * jump's target: a sample may be a few instructions late. With a clock of instructions the profile repeats.
 *
 * <p>Guarded by the kernel lock.
 */
public final class Profiler {
    /** Nanoseconds of board time to a sample. */
    public static final long PERIOD_NANOS = 1_000_000;

    private final FrameNames names;
    private final Map<String, Long> nanos = new HashMap<>();
    private long userRest;
    private long kernelRest;

    public Profiler(Frames frames) {
        names = new FrameNames(frames.memory());
    }

    /**
     * {@code task} was in U-mode for {@code elapsed} nanoseconds and has just left it. Does not sleep.
     *
     * @return null if no sample is due
     */
    public Sample leftUser(Task task, long elapsed) {
        userRest += elapsed;
        if (userRest < PERIOD_NANOS) {
            return null;
        }
        Sample sample = new Sample(GuestStack.of(task), userRest - userRest % PERIOD_NANOS);
        userRest %= PERIOD_NANOS;
        return sample;
    }

    /**
     * The trap has been handled. Reads symbol tables when it meets a file for the first time, and may sleep then.
     *
     * @param sample what {@link #leftUser} returned
     * @param number the system call's, if it was one
     * @param elapsed nanoseconds that the task had a hart meanwhile
     */
    public void handled(Task task, Personality personality, Sample sample, int cause, long number, long elapsed) {
        if (sample != null) {
            charge(task, personality, sample, "");
        }
        kernelRest += elapsed;
        if (kernelRest >= PERIOD_NANOS) {
            Sample own = new Sample(GuestStack.of(task), kernelRest - kernelRest % PERIOD_NANOS);
            kernelRest %= PERIOD_NANOS;
            charge(task, personality, own, ";" + kernelFrame(personality, cause, number));
        }
    }

    /** Marked as viewers of flame graphs expect it of the kernel. */
    private static String kernelFrame(Personality personality, int cause, long number) {
        if (cause == Cause.ECALL_FROM_U) {
            return personality.systemCallName(number) + "_[k]";
        }
        return (cause & Cause.INTERRUPT) != 0 ? "interrupt_[k]" : "fault_[k]";
    }

    private void charge(Task task, Personality personality, Sample sample, String leaf) {
        StringBuilder stack = new StringBuilder(FrameNames.clean(personality.describe(task)));
        for (String frame : names.outermostFirst(sample)) {
            stack.append(';').append(frame);
        }
        nanos.merge(stack.append(leaf).toString(), sample.nanos, Long::sum);
    }

    /** Nanoseconds by stack: program, then frames from the outermost to the innermost, separated by semicolons. */
    public Map<String, Long> folded() {
        return Map.copyOf(nanos);
    }
}
