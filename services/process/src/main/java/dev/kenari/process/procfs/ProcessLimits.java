package dev.kenari.process.procfs;

import dev.kenari.process.Limit;
import dev.kenari.process.table.Limits;

/** proc_pid_limits(5). */
final class ProcessLimits {
    /** Name and unit of each resource, in the order of their numbers. */
    private static final String[][] RESOURCES = {
        {"Max cpu time", "seconds"},
        {"Max file size", "bytes"},
        {"Max data size", "bytes"},
        {"Max stack size", "bytes"},
        {"Max core file size", "bytes"},
        {"Max resident set", "bytes"},
        {"Max processes", "processes"},
        {"Max open files", "files"},
        {"Max locked memory", "bytes"},
        {"Max address space", "bytes"},
        {"Max file locks", "locks"},
        {"Max pending signals", "signals"},
        {"Max msgqueue size", "bytes"},
        {"Max nice priority", ""},
        {"Max realtime priority", ""},
        {"Max realtime timeout", "us"},
    };

    private ProcessLimits() {}

    static String of(Limits limits) {
        StringBuilder text = new StringBuilder(1400);
        line(text, "Limit", "Soft Limit", "Hard Limit", "Units     ");
        for (int i = 0; i < RESOURCES.length; i++) {
            Limit limit = limits.get(i);
            String unit = RESOURCES[i][1].isEmpty() ? "" : "%-10s".formatted(RESOURCES[i][1]);
            line(text, RESOURCES[i][0], value(limit.soft()), value(limit.hard()), unit);
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String soft, String hard, String unit) {
        text.append("%-25s %-20s %-20s %s\n".formatted(name, soft, hard, unit));
    }

    private static String value(long limit) {
        return limit == -1 ? "unlimited" : Long.toUnsignedString(limit);
    }
}
