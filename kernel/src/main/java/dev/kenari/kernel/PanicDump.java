package dev.kenari.kernel;

import dev.kenari.kernel.sched.Cpu;
import dev.kenari.kernel.task.Task;
import dev.kenari.kernel.trace.KernelLog;
import dev.kenari.kernel.trace.TrapHistory;
import dev.kenari.machine.riscv.Cause;
import dev.kenari.machine.riscv.Registers;
import dev.kenari.machine.riscv.isa.RegisterNames;
import java.util.List;
import java.util.Locale;

/** What a person needs to see of a kernel that has failed, as text. Made in the task that failed, which holds its hart. */
final class PanicDump {
    private static final int LOG_LINES = 10;
    private static final int STACK_LINES = 16;
    private static final int COLUMNS = 4;
    private static final String OURS = "dev.kenari.";

    private final Kernel kernel;
    private final StringBuilder text = new StringBuilder();

    private PanicDump(Kernel kernel) {
        this.kernel = kernel;
    }

    static String of(Kernel kernel, Throwable cause) {
        PanicDump dump = new PanicDump(kernel);
        try {
            dump.write(cause);
        } catch (RuntimeException e) {
            // Nothing can be relied on any more; what is known already is worth more than the reason.
            dump.line("(the rest can't be shown: " + e + ")");
        }
        return dump.text.toString();
    }

    private void write(Throwable cause) {
        line("kernel panic: " + name(cause));
        Task task = Task.current();
        if (task != null && task.hart() != null) {
            current(task);
        }
        for (Cpu cpu : kernel.scheduler().cpus()) {
            if (cpu.current() != task) {
                line("hart " + cpu.hart().id() + ": " + (cpu.isIdle() ? "idle" : name(cpu.current()))
                        + (cpu.inUser() ? ", in U-mode" : ""));
            }
        }
        log();
        stack(cause);
    }

    private void current(Task task) {
        List<TrapHistory.Event> events = kernel.scheduler().cpu(task).history().events();
        line("hart " + task.hart().id() + ": " + name(task) + ", at " + seconds(kernel.timers().now()) + " s");
        events.stream().filter(e -> e.task() == task.id()).reduce((earlier, later) -> later).ifPresent(
                last -> line("cause  " + cause(last) + "   stval " + hex(task.hart().trapValue())));
        Registers r = task.registers();
        line("pc     " + hex(r.pc) + "   satp " + hex(task.hart().satp()) + "   fcsr " + Integer.toHexString(r.fcsr));
        for (int row = 0; row < Integer.SIZE; row += COLUMNS) {
            StringBuilder columns = new StringBuilder();
            for (int i = row; i < row + COLUMNS; i++) {
                columns.append(String.format(Locale.ROOT, "%-4s %016x  ", RegisterNames.x(i), r.x[i]));
            }
            line(columns.toString().stripTrailing());
        }
        line("last traps of this hart, the newest at the end:");
        events.forEach(event -> line("  " + describe(event)));
    }

    private String name(Task task) {
        Personality personality = kernel.traps() == null ? null : kernel.traps().personality();
        return "task " + (personality == null ? task.toString() : personality.describe(task));
    }

    private String describe(TrapHistory.Event e) {
        Personality personality = kernel.traps().personality();
        return switch (e.cause()) {
            case Cause.ECALL_FROM_U -> stamp(e) + personality.systemCallName(e.value()) + "(" + shortHex(e.a0()) + ", "
                    + shortHex(e.a1()) + ", " + shortHex(e.a2()) + ", ...)";
            case TrapHistory.RETURN -> " ".repeat(15) + task(e) + " " + personality.systemCallName(e.value()) + " = "
                    + (e.a0() < 0 && e.a0() > -4096 ? Long.toString(e.a0()) : shortHex(e.a0()));
            default -> stamp(e) + cause(e) + " at pc " + shortHex(e.pc())
                    + (e.cause() < 0 ? "" : ", stval " + shortHex(e.value()));
        };
    }

    private static String stamp(TrapHistory.Event e) {
        return String.format(Locale.ROOT, "%14s ", seconds(e.nanos())) + task(e) + " ";
    }

    private static String task(TrapHistory.Event e) {
        return e.name() + "[" + e.task() + "]";
    }

    private static String cause(TrapHistory.Event e) {
        return switch (e.cause()) {
            case Cause.INSTRUCTION_MISALIGNED -> "instruction address misaligned";
            case Cause.INSTRUCTION_ACCESS_FAULT -> "instruction access fault";
            case Cause.ILLEGAL_INSTRUCTION -> "illegal instruction";
            case Cause.BREAKPOINT -> "breakpoint";
            case Cause.LOAD_MISALIGNED -> "load address misaligned";
            case Cause.LOAD_ACCESS_FAULT -> "load access fault";
            case Cause.STORE_MISALIGNED -> "store address misaligned";
            case Cause.STORE_ACCESS_FAULT -> "store access fault";
            case Cause.ECALL_FROM_U -> "environment call from U-mode";
            case Cause.INSTRUCTION_PAGE_FAULT -> "instruction page fault";
            case Cause.LOAD_PAGE_FAULT -> "load page fault";
            case Cause.STORE_PAGE_FAULT -> "store page fault";
            case Cause.INTERRUPT | Cause.SOFTWARE -> "software interrupt";
            case Cause.INTERRUPT | Cause.TIMER -> "timer interrupt";
            case Cause.INTERRUPT | Cause.EXTERNAL -> "external interrupt";
            case TrapHistory.RETURN -> "return from a system call";
            default -> "cause " + Integer.toHexString(e.cause());
        };
    }

    private void log() {
        List<KernelLog.Message> messages = kernel.log().messages();
        if (!messages.isEmpty()) {
            line("kernel log:");
        }
        for (KernelLog.Message m : messages.subList(Math.max(0, messages.size() - LOG_LINES), messages.size())) {
            line(String.format(Locale.ROOT, "  [%12s] %s", seconds(m.nanos()), m.text()));
        }
    }

    /** The kernel's own frames of where it began. */
    private void stack(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        line("kernel stack of \"" + name(root) + "\":");
        int shown = 0;
        for (StackTraceElement frame : root.getStackTrace()) {
            if (frame.getClassName().startsWith(OURS) && shown++ < STACK_LINES) {
                line("  " + frame.getClassName().substring(OURS.length()) + "." + frame.getMethodName() + ":"
                        + frame.getLineNumber());
            }
        }
    }

    private static String name(Throwable thrown) {
        return thrown instanceof KernelPanic ? thrown.getMessage() : thrown.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.6f", nanos / 1e9);
    }

    private static String hex(long value) {
        return String.format(Locale.ROOT, "%016x", value);
    }

    private static String shortHex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
