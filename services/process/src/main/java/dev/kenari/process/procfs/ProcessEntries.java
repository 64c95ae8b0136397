package dev.kenari.process.procfs;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.AddressSpaceLimits;
import dev.kenari.machine.riscv.Registers;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.process.table.Program;
import dev.kenari.vfs.LinkTarget;
import java.util.ArrayList;
import java.util.List;

/** What is in /proc/PID: the one list of its files. */
final class ProcessEntries {
    static final String TASK = "task";
    static final String FD = "fd";
    static final String FDINFO = "fdinfo";
    static final String NS = "ns";

    private static final String ID_MAP = "         0          0 4294967295\n";
    private static final String NOBODY = "4294967295";
    private static final int NAME_BYTES = 15;
    private static final int STRINGS_LIMIT = 4 << 20;
    private static final int SYSCALL_NUMBER = 17;
    private static final int FIRST_ARGUMENT = 10;
    private static final int STACK_POINTER = 2;

    private final Inspection inspection;
    private final List<ProcessEntry> entries = new ArrayList<>();

    ProcessEntries(Inspection inspection, OomScores oom) {
        this.inspection = inspection;
        ProcessStat stat = new ProcessStat(inspection);
        ProcessStatus status = new ProcessStatus(inspection);
        ProcessMaps maps = new ProcessMaps(inspection);
        MountFiles mounts = new MountFiles(inspection.vfs());

        add(TASK, FileMode.S_IFDIR | 0555, false, false, null, null, null);
        add(FD, FileMode.S_IFDIR | 0500, true, true, null, null, null);
        add(FDINFO, FileMode.S_IFDIR | 0555, true, true, null, null, null);
        add(NS, FileMode.S_IFDIR | 0511, true, true, null, null, null);
        link("cwd", t -> new LinkTarget(LinkTarget.Kind.WORKING_DIRECTORY, null, t.client(), 0));
        link("root", t -> new LinkTarget(LinkTarget.Kind.ROOT, null, t.client(), 0));
        link("exe", this::executable);

        file("stat", 0444, stat::stat);
        file("statm", 0444, (t, whole) -> stat.statm(t));
        file("status", 0444, (t, whole) -> status.status(t));
        file("comm", 0644, (t, whole) -> inspection.name(t) + "\n", this::rename);
        file("cmdline", 0444, (t, whole) -> commandLine(t));
        guarded("environ", 0400, (t, whole) -> environment(t));
        guarded("auxv", 0400, (t, whole) -> auxiliaryVector(t));
        guarded("maps", 0444, (t, whole) -> maps.maps(t));
        guarded("smaps", 0444, (t, whole) -> maps.smaps(t));
        guarded("smaps_rollup", 0444, (t, whole) -> maps.rollup(t));
        guarded("personality", 0400, (t, whole) -> "%08x\n".formatted(t.process().persona()));
        guarded("syscall", 0400, (t, whole) -> systemCall(t));
        file("limits", 0444, (t, whole) -> ProcessLimits.of(t.process().limits()));
        file("sched", 0444, (t, whole) -> scheduling(t));
        file("schedstat", 0444, (t, whole) -> t.task() == null
                ? "0 0 0\n"
                : t.task().scheduling().ranNanos() + " 0 " + switches(t) + "\n");
        file("wchan", 0444, (t, whole) -> "0");
        file("cgroup", 0444, (t, whole) -> "0::/\n");
        file("mounts", 0444, (t, whole) -> mounts.mounts(t.client()));
        file("mountinfo", 0444, (t, whole) -> mounts.mountInfo(t.client()));
        file("oom_score", 0444, (t, whole) -> oom.score(t) + "\n");
        file("oom_score_adj", 0644, (t, whole) -> oom.adjustment(t.process()) + "\n", oom::adjust);
        file("loginuid", 0444, (t, whole) -> NOBODY);
        file("sessionid", 0444, (t, whole) -> NOBODY);
        file("uid_map", 0444, (t, whole) -> ID_MAP);
        file("gid_map", 0444, (t, whole) -> ID_MAP);
        file("setgroups", 0444, (t, whole) -> "allow\n");
        file("timerslack_ns", 0666, (t, whole) -> t.timerSlackNanos() + "\n", this::setTimerSlack);
    }

    private void file(String name, int permissions, ProcessEntry.Text text) {
        add(name, FileMode.S_IFREG | permissions, true, false, text, null, null);
    }

    private void file(String name, int permissions, ProcessEntry.Text text, ProcessEntry.Change change) {
        add(name, FileMode.S_IFREG | permissions, true, false, text, null, change);
    }

    private void guarded(String name, int permissions, ProcessEntry.Text text) {
        add(name, FileMode.S_IFREG | permissions, true, true, text, null, null);
    }

    private void link(String name, ProcessEntry.Target target) {
        add(name, FileMode.S_IFLNK | 0777, true, true, null, target, null);
    }

    private void add(
            String name,
            int mode,
            boolean inThreads,
            boolean guarded,
            ProcessEntry.Text text,
            ProcessEntry.Target target,
            ProcessEntry.Change change) {
        entries.add(new ProcessEntry(name, mode, inThreads, guarded, text, target, change));
    }

    List<ProcessEntry> all() {
        return entries;
    }

    private LinkTarget executable(ProcessThread thread) throws Errno {
        Program program = thread.process().program();
        if (program == null || inspection.space(thread) == null) {
            throw Errno.ENOENT;
        }
        return new LinkTarget(LinkTarget.Kind.HANDLE, null, thread.client(), program.handle());
    }

    private void rename(ProcessThread thread, String text) throws Errno {
        ProcessThread caller = inspection.caller();
        if (caller != null && caller.process() != thread.process()) {
            throw Errno.EINVAL;
        }
        String name = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        int end = name.indexOf('\0');
        name = end >= 0 ? name.substring(0, end) : name;
        thread.task().setName(name.substring(0, Math.min(name.length(), NAME_BYTES)));
    }

    private void setTimerSlack(ProcessThread thread, String text) throws Errno {
        long nanos = Numbers.parse(text);
        thread.setTimerSlackNanos(nanos <= 0 ? 50_000 : nanos);
    }

    /**
     * The argument strings as they lie in memory. A program that overwrote the last NUL has made itself a title that may go on into
     * the environment.
     */
    private String commandLine(ProcessThread thread) throws Errno {
        AddressSpace space = inspection.space(thread);
        if (space == null) {
            return thread.task() == null ? "init\0" : "";
        }
        AddressSpaceLimits limits = space.limits();
        String arguments = strings(space, limits.argumentsStart(), limits.argumentsEnd());
        if (arguments.isEmpty() || arguments.endsWith("\0")) {
            return arguments;
        }
        String title = strings(space, limits.argumentsStart(), limits.environmentEnd());
        int end = title.indexOf('\0');
        return end < 0 ? title : title.substring(0, end);
    }

    private String environment(ProcessThread thread) throws Errno {
        AddressSpace space = inspection.space(thread);
        return space == null ? "" : strings(space, space.limits().argumentsEnd(), space.limits().environmentEnd());
    }

    private static String strings(AddressSpace space, long start, long end) throws Errno {
        byte[] bytes = new byte[Math.clamp(end - start, 0, STRINGS_LIMIT)];
        space.memory().read(start, bytes, 0, bytes.length);
        return PseudoFileSystem.text(bytes);
    }

    private String auxiliaryVector(ProcessThread thread) {
        Program program = thread.process().program();
        return program == null || inspection.space(thread) == null ? "" : PseudoFileSystem.text(program.auxv());
    }

    /** The call that the thread sleeps in, its arguments, stack pointer and program counter. */
    private String systemCall(ProcessThread thread) {
        if (thread.task() == null || inspection.state(thread) == 'R' || inspection.space(thread) == null) {
            return "running\n";
        }
        Registers registers = thread.task().registers();
        StringBuilder text = new StringBuilder().append(registers.x[SYSCALL_NUMBER]);
        for (int i = 0; i < 6; i++) {
            text.append(" 0x").append(Long.toHexString(registers.x[FIRST_ARGUMENT + i]));
        }
        text.append(" 0x").append(Long.toHexString(registers.x[STACK_POINTER]));
        return text.append(" 0x").append(Long.toHexString(registers.pc)).append('\n').toString();
    }

    private static long switches(ProcessThread thread) {
        return thread.usage().voluntarySwitches() + thread.usage().involuntarySwitches();
    }

    private String scheduling(ProcessThread thread) {
        Process process = thread.process();
        String title = inspection.name(thread) + " (" + thread.tid() + ", #threads: " + process.threads().size() + ")\n";
        StringBuilder text = new StringBuilder(title).append("-".repeat(67)).append('\n');
        if (thread.task() == null) {
            return text.toString();
        }
        long ran = thread.task().scheduling().ranNanos();
        line(text, "se.sum_exec_runtime", ran / 1_000_000 + ".%06d".formatted(ran % 1_000_000));
        line(text, "nr_switches", switches(thread));
        line(text, "nr_voluntary_switches", thread.usage().voluntarySwitches());
        line(text, "nr_involuntary_switches", thread.usage().involuntarySwitches());
        line(text, "policy", thread.task().scheduling().policy());
        line(text, "prio", 120 + thread.task().scheduling().nice());
        return text.toString();
    }

    private static void line(StringBuilder text, String key, Object value) {
        text.append("%-45s:%21s\n".formatted(key, value));
    }
}
