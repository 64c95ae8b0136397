package dev.kenari.machine.riscv.fuzz;

import dev.kenari.machine.HartFactory;
import dev.kenari.machine.InstructionClock;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.Cause;
import dev.kenari.machine.riscv.Hart;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One board with one hart that runs a {@link Case}. Two engines agree if every task has the same trace on both: the states at
 * ecalls, breakpoints and faults. When an interrupt is taken may differ within the hart's contract, and so nothing that is
 * compared depends on it.
 */
final class Lockstep {
    private static final long BASE = 0x8000_0000L;
    private static final int FRAMES = 160;
    private static final long RAM = 4L * FRAMES * Layout.PAGE;
    /** The most that a case may execute; random ones execute much less. */
    static final long LIMIT = 40_000_000;

    /** The program did not end in time. */
    static final class Runaway extends RuntimeException {
        private static final long serialVersionUID = 1;

        Runaway(long retired) {
            super("still running after " + retired + " instructions");
        }
    }

    private final Hart hart;
    private final List<Task> tasks = new ArrayList<>();
    private final Random random;
    private final boolean interrupts;
    private final boolean counters;

    private Lockstep(Case run, HartFactory engine, PhysicalMemory memory) {
        hart = engine.create(1, memory, new InstructionClock()).getFirst();
        random = new Random(run.seed());
        interrupts = run.interrupts();
        counters = run.counters();
        for (Case.Task source : run.tasks()) {
            int n = tasks.size();
            long base = BASE + (long) n * FRAMES * Layout.PAGE;
            tasks.add(new Task(hart, new AddressSpace(memory, hart, n + 1, base, FRAMES), source, run.seed() + n));
        }
    }

    /** What differs between the engine and the reference; null if nothing does. */
    static String difference(Case run, HartFactory reference, HartFactory engine) {
        return difference(run, run(run, reference, LIMIT), engine);
    }

    /** What differs between the engine and what the reference did. */
    static String difference(Case run, Result expected, HartFactory engine) {
        Result actual;
        try {
            actual = run(run, engine, 2 * expected.retired + 1_000_000);
        } catch (Runaway e) {
            return e.getMessage() + ", expected " + expected.retired;
        } catch (RuntimeException | LinkageError e) {
            return "the engine threw " + e;
        }
        for (int i = 0; i < expected.traces.size(); i++) {
            String difference = expected.traces.get(i).difference(actual.traces.get(i));
            if (difference != null) {
                return "task " + i + ", " + difference;
            }
        }
        return null;
    }

    record Result(List<Trace> traces, long retired) {}

    static Result run(Case run, HartFactory engine, long limit) {
        try (PhysicalMemory memory = new PhysicalMemory(BASE, RAM)) {
            return new Lockstep(run, engine, memory).run(limit);
        }
    }

    private Result run(long limit) {
        Task current = tasks.getFirst();
        while (true) {
            hart.setSatp(current.space.satp());
            long now = hart.clock().nanos();
            if (now > limit) {
                throw new Runaway(hart.retired());
            }
            hart.setTimer(now + (interrupts ? 1 + random.nextInt(random.nextInt(20_000) + 1) : tasks.size() > 1 ? 50_000 : limit + 1));
            int cause = hart.run(current.registers);
            if ((cause & Cause.INTERRUPT) == 0) {
                current.trap(cause, hart.trapValue(), current.space.accessed(), counters ? hart.retired() : 0);
            } else if (interrupts) {
                disturb();
            }
            if (tasks.stream().allMatch(task -> task.done)) {
                return new Result(tasks.stream().map(task -> task.trace).toList(), hart.retired());
            }
            if (current.done || random.nextInt(4) == 0) {
                current = other(current);
            }
        }
    }

    private Task other(Task current) {
        Task other = tasks.get((tasks.indexOf(current) + 1) % tasks.size());
        return other.done ? current : other;
    }

    /** What changes nothing but what the hart remembers. */
    private void disturb() {
        switch (random.nextInt(16)) {
            case 0 -> hart.fenceVma(-1);
            case 1 -> hart.fenceInstructions();
            default -> {}
        }
    }
}
