package dev.kenari.tools;

import dev.kenari.designs.Statistics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** {@code --stats}: what a run cost, in lines on standard error. */
final class StatisticsReport {
    private static final long PAGE = 4096;
    private static final Path STATUS = Path.of("/proc/self/status");

    private StatisticsReport() {}

    static void print(Phases phases, Statistics s) {
        line("time: %s", phases);
        double seconds = s.nanos() / 1e9;
        line(
                "%.3f s, %,d instructions (%.0f million a second), %,d system calls, %,d task switches, %.3f s idle,"
                        + " %d of %d MiB in use",
                seconds,
                s.instructions(),
                s.instructions() / seconds / 1e6,
                s.systemCalls(),
                s.taskSwitches(),
                s.idleNanos() / 1e9,
                s.frames() * PAGE >> 20,
                s.totalFrames() * PAGE >> 20);
        s.ipc().forEach((name, count) -> {
            if (count > 0) {
                line("components: %,d %s", count, name);
            }
        });
        s.engine().forEach((name, count) -> line("engine: %,d %s", count, name));
        line(
                "jvm: %.3f s of compilation%s, code cache %.1f MiB, heap %.1f MiB, metaspace %.1f MiB%s",
                ManagementFactory.getCompilationMXBean().getTotalCompilationTime() / 1e3,
                CompiledRegions.describe(),
                used("Code"),
                used("Heap"),
                used("Metaspace"),
                resident());
    }

    private static void line(String format, Object... arguments) {
        System.err.printf(Locale.ROOT, "kenari: " + format + "%n", arguments);
    }

    /** MiB in the JVM's memory pools of a kind: those of the heap, or those whose name begins so. */
    private static double used(String kind) {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> kind.equals("Heap") ? pool.getType() == MemoryType.HEAP : isNamed(pool, kind))
                        .mapToLong(pool -> pool.getUsage().getUsed())
                        .sum()
                / 1048576.0;
    }

    private static boolean isNamed(MemoryPoolMXBean pool, String kind) {
        return pool.getType() == MemoryType.NON_HEAP && pool.getName().startsWith(kind);
    }

    /** The most memory that the process has had resident, where the host says so (proc_pid_status(5)). */
    private static String resident() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmHWM:")) {
                    return String.format(
                            Locale.ROOT, ", at most %d MiB resident", Long.parseLong(line.replaceAll("\\D", "")) >> 10);
                }
            }
        } catch (IOException e) {
            return "";
        }
        return "";
    }
}
