package dev.kenari.kernel.crash;

import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.Personality;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.profile.Backtrace;
import dev.kenari.kernel.sched.Cpu;
import dev.kenari.kernel.task.Task;
import dev.kenari.kernel.trace.KernelLog;
import dev.kenari.kernel.trace.MessageHistory;
import dev.kenari.kernel.trace.TrapHistory;
import dev.kenari.machine.riscv.Cause;
import dev.kenari.machine.riscv.Registers;
import dev.kenari.machine.riscv.isa.RegisterNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The state of the kernel in words, a line each. Asked in a task that holds a hart. Never sleeps. */
final class Snapshot {
    private static final int STACK_LINES = 16;
    private static final int COLUMNS = 4;
    private static final String OURS = "dev.kenari.";

    private final Kernel kernel;

    Snapshot(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Where every hart is. */
    List<String> harts() {
        List<String> lines = new ArrayList<>();
        for (Cpu cpu : kernel.scheduler().cpus()) {
            lines.add("hart " + cpu.hart().id() + ": " + (cpu.isIdle() ? "idle" : name(cpu.current()))
                    + (cpu.inUser() ? ", in U-mode" : ""));
        }
        return lines;
    }

    /** Hart, registers and trap of the task that asks; nothing if none does. */
    List<String> current() {
        Task task = Task.current();
        if (task == null || task.hart() == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("hart " + task.hart().id() + ": " + name(task) + ", at " + seconds(kernel.timers().now()) + " s");
        kernel.scheduler().cpu(task).history().events().stream()
                .filter(e -> e.task() == task.id())
                .reduce((earlier, later) -> later)
                .ifPresent(last -> lines.add("cause  " + cause(last) + "   stval " + hex(task.hart().trapValue())));
        Registers r = task.registers();
        lines.add("pc     " + hex(r.pc) + "   satp " + hex(task.hart().satp()) + "   fcsr " + Integer.toHexString(r.fcsr));
        for (int row = 0; row < Integer.SIZE; row += COLUMNS) {
            StringBuilder columns = new StringBuilder();
            for (int i = row; i < row + COLUMNS; i++) {
                columns.append(String.format(Locale.ROOT, "%-4s %016x  ", RegisterNames.x(i), r.x[i]));
            }
            lines.add(columns.toString().stripTrailing());
        }
        return lines;
    }

    /** The last traps and system calls of {@code cpu}'s hart, the newest at the end. */
    List<String> events(Cpu cpu) {
        return cpu.history().events().stream().map(e -> "  " + describe(e)).toList();
    }

    /** The last messages between components, the newest at the end. */
    List<String> messages() {
        return kernel.messages().messages().stream()
                .map(m -> String.format(Locale.ROOT, "%14s %s[%d] -> %s.%s, %d bytes, ",
                                seconds(m.nanos()), m.client(), m.task(), m.server(), m.method(), m.sent())
                        + switch (m.received()) {
                            case MessageHistory.WAITING -> "no reply yet";
                            case MessageHistory.LOST -> "no reply";
                            default -> m.received() + " back";
                        })
                .toList();
    }

    /** The last {@code most} lines of the log. */
    List<String> log(int most) {
        List<KernelLog.Message> messages = kernel.log().messages();
        return messages.subList(Math.max(0, messages.size() - most), messages.size()).stream()
                .map(m -> String.format(Locale.ROOT, "[%12s] %s", seconds(m.nanos()), m.text()))
                .toList();
    }

    /** The kernel's own frames of where {@code thrown} began, the innermost first. */
    List<String> stack(Throwable thrown) {
        return frames(root(thrown).getStackTrace(), STACK_LINES);
    }

    private static List<String> frames(StackTraceElement[] stack, int most) {
        List<String> lines = new ArrayList<>();
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().startsWith(OURS) && lines.size() < most) {
                lines.add("  " + frame.getClassName().substring(OURS.length()) + "." + frame.getMethodName() + ":"
                        + frame.getLineNumber());
            }
        }
        return lines;
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** The component at fault: the package of the innermost frame of ours, as {@code vfs.ext4}; empty if there is none. */
    static String component(Throwable thrown) {
        for (StackTraceElement frame : root(thrown).getStackTrace()) {
            String name = frame.getClassName();
            if (name.startsWith(OURS)) {
                return name.substring(OURS.length(), Math.max(OURS.length(), name.lastIndexOf('.')));
            }
        }
        return "";
    }

    /** Every task, and for one that sleeps the kernel's frames in which it does. */
    List<String> tasks() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%6s %2s %4s %12s %12s %9s %s",
                "TASK", "ST", "HART", "USER(s)", "SYSTEM(s)", "RSS(KiB)", "NAME"));
        long now = kernel.timers().now();
        for (Task task : kernel.scheduler().tasks()) {
            AddressSpace space = task.space();
            long user = task.userNanos(now);
            lines.add(String.format(Locale.ROOT, "%6d %2s %4s %12s %12s %9d %s",
                    task.id(), task.state().letter(), task.hart() == null ? "-" : task.hart().id(), seconds(user),
                    seconds(task.hartNanos(now) - user), space == null ? 0 : space.residentPages() * 4, plainName(task)));
            if (task != Task.current() && task.state() != Task.State.RUNNABLE) {
                frames(task.kernelStack(), STACK_LINES).forEach(frame -> lines.add(" ".repeat(7) + frame));
            }
        }
        return lines;
    }

    List<String> memory() {
        long total = kernel.frames().total();
        long free = kernel.frames().free();
        return List.of(
                "frames      " + total + " of 4 KiB",
                "free        " + free,
                "in use      " + (total - free),
                "file pages  " + kernel.objects().residentPages());
    }

    /** The program's own frames, the innermost first, as far as they can be found without reading a file. */
    List<String> program() {
        Task task = Task.current();
        return task == null || task.space() == null ? List.of() : Backtrace.of(task).stream().map(f -> "  " + f).toList();
    }

    String name(Task task) {
        return "task " + plainName(task);
    }

    private String plainName(Task task) {
        Personality personality = kernel.traps() == null ? null : kernel.traps().personality();
        return personality == null ? task.toString() : personality.describe(task);
    }

    static String name(Throwable thrown) {
        return thrown instanceof KernelPanic ? thrown.getMessage() : thrown.toString();
    }

    /** Why: the first cause. */
    static String reason(Throwable thrown) {
        return name(root(thrown));
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

    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.6f", nanos / 1e9);
    }

    private static String hex(long value) {
        return String.format(Locale.ROOT, "%016x", value);
    }

    private static String shortHex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
