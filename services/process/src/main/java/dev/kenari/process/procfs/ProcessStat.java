package dev.kenari.process.procfs;

import dev.kenari.abi.ResourceLimits;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.AddressSpaceLimits;
import dev.kenari.kernel.sched.SchedulingParameters;
import dev.kenari.kernel.task.Task;
import dev.kenari.process.Usage;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.process.table.Program;
import dev.kenari.process.table.SignalSets;

/** proc_pid_stat(5) and proc_pid_statm(5). */
final class ProcessStat {
    private static final int PF_RANDOMIZE = 0x40_0000;
    private static final int PF_FORKNOEXEC = 0x40;
    private static final int PF_EXITING = 0x4;
    private static final int DEFAULT_PRIORITY = 20;

    private final Inspection inspection;

    ProcessStat(Inspection inspection) {
        this.inspection = inspection;
    }

    /** @param whole times of the process, not only of the thread */
    String stat(ProcessThread thread, boolean whole) {
        Process process = thread.process();
        Task task = thread.task();
        AddressSpace space = inspection.space(thread);
        boolean may = inspection.mayInspect(thread);
        int session = process.group() == null ? 0 : process.session().id();
        Usage usage = whole ? process.usage() : thread.usage();
        Usage children = process.childrenUsage();
        SignalSets signals = inspection.signals().apply(thread);
        char state = inspection.state(thread);
        int flags = PF_RANDOMIZE | (process.executed() ? 0 : PF_FORKNOEXEC) | (state == 'Z' ? PF_EXITING : 0);

        StringBuilder line = new StringBuilder(256);
        line.append(thread.tid()).append(" (").append(inspection.name(thread)).append(") ").append(state);
        put(line, process.parent() == null ? 0 : process.parent().pid());
        put(line, process.group() == null ? 0 : process.group().id(), session);
        put(line, inspection.terminals().device(session), inspection.terminals().foreground(session));
        put(line, flags);
        put(line, usage.minorFaults(), children.minorFaults(), usage.majorFaults(), children.majorFaults());
        put(line, ticks(usage.userNanos()), ticks(usage.systemNanos()));
        put(line, ticks(children.userNanos()), ticks(children.systemNanos()));
        put(line, priority(task), task == null ? 0 : task.scheduling().nice(), process.threads().size(), 0);
        put(line, ticks(thread.startNanos()));
        put(line, space == null ? 0 : space.totalBytes(), space == null ? 0 : space.residentPages());
        line.append(' ').append(Long.toUnsignedString(process.limits().get(ResourceLimits.RSS).soft()));
        putLayout(line, space, process.program(), may);
        long low = 0x7FFF_FFFFL;
        put(line, signals.pending() & low, signals.blocked() & low, signals.ignored() & low, signals.caught() & low);
        put(line, 0, 0, 0, whole ? process.exitSignal() : -1);
        put(line, task == null || task.hart() == null ? 0 : task.hart().id());
        put(line, task == null ? 0 : task.scheduling().realtimePriority());
        put(line, task == null ? 0 : task.scheduling().policy(), 0, 0, 0);
        putStrings(line, space, process.program(), may);
        put(line, process.zombie() && may ? process.status() : 0);
        return line.append('\n').toString();
    }

    /** Addresses of code and stack; those who may not know see 1 for code. The stack and instruction pointers are not shown. */
    private static void putLayout(StringBuilder line, AddressSpace space, Program program, boolean may) {
        if (space == null || program == null) {
            put(line, 0, 0, 0, 0, 0);
        } else if (!may) {
            put(line, 1, 1, 0, 0, 0);
        } else {
            put(line, program.codeStart(), program.codeEnd(), program.stackStart(), 0, 0);
        }
    }

    private static void putStrings(StringBuilder line, AddressSpace space, Program program, boolean may) {
        if (space == null || program == null || !may) {
            put(line, 0, 0, 0, 0, 0, 0, 0);
            return;
        }
        AddressSpaceLimits limits = space.limits();
        put(line, program.dataStart(), program.dataEnd(), limits.heapStart());
        put(line, limits.argumentsStart(), limits.argumentsEnd(), limits.argumentsEnd(), limits.environmentEnd());
    }

    private static void put(StringBuilder line, long... values) {
        for (long value : values) {
            line.append(' ').append(value);
        }
    }

    private static long ticks(long nanos) {
        return nanos / Inspection.NANOS_PER_TICK;
    }

    private static int priority(Task task) {
        if (task == null) {
            return DEFAULT_PRIORITY;
        }
        SchedulingParameters scheduling = task.scheduling();
        return scheduling.realtime() ? -1 - scheduling.realtimePriority() : DEFAULT_PRIORITY + scheduling.nice();
    }

    String statm(ProcessThread thread) {
        AddressSpace space = inspection.space(thread);
        if (space == null) {
            return "0 0 0 0 0 0 0\n";
        }
        MemorySizes sizes = MemorySizes.of(space, thread.process().program());
        long shared = sizes.files() + sizes.shared();
        return sizes.total() + " " + sizes.resident() + " " + shared + " " + sizes.code() + " 0 "
                + (sizes.data() + sizes.stack()) + " 0\n";
    }
}
