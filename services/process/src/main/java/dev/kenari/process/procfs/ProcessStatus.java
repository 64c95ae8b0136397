package dev.kenari.process.procfs;

import dev.kenari.abi.Errno;
import dev.kenari.abi.ResourceLimits;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.process.UserIds;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.process.table.SignalSets;
import dev.kenari.vfs.OpenFile;
import java.util.List;

/** proc_pid_status(5). */
final class ProcessStatus {
    /** Descriptor tables grow by so many. */
    private static final int DESCRIPTORS = 64;

    private final Inspection inspection;

    ProcessStatus(Inspection inspection) {
        this.inspection = inspection;
    }

    String status(ProcessThread thread) {
        StringBuilder text = new StringBuilder(2048);
        identity(text, thread);
        AddressSpace space = inspection.space(thread);
        if (space != null) {
            memory(text, space, thread.process());
        }
        signals(text, thread);
        privileges(text, thread);
        placement(text, thread);
        return text.toString();
    }

    private void identity(StringBuilder text, ProcessThread thread) {
        Process process = thread.process();
        UserIds ids = thread.credentials();
        int group = process.group() == null ? 0 : process.group().id();
        int session = process.group() == null ? 0 : process.session().id();
        line(text, "Name", escaped(inspection.name(thread)));
        if (inspection.space(thread) != null) {
            line(text, "Umask", "%04o".formatted(umask(thread)));
        }
        char state = inspection.state(thread);
        line(text, "State", state + " (" + stateName(state) + ")");
        line(text, "Tgid", process.pid());
        line(text, "Ngid", 0);
        line(text, "Pid", thread.tid());
        line(text, "PPid", process.parent() == null ? 0 : process.parent().pid());
        line(text, "TracerPid", 0);
        line(text, "Uid", ids.uid() + "\t" + ids.effectiveUid() + "\t" + ids.savedUid() + "\t" + ids.fileSystemUid());
        line(text, "Gid", ids.gid() + "\t" + ids.effectiveGid() + "\t" + ids.savedGid() + "\t" + ids.fileSystemGid());
        line(text, "FDSize", descriptorTableSize(thread));
        StringBuilder groups = new StringBuilder();
        for (int member : ids.groups()) {
            groups.append(groups.isEmpty() ? "" : " ").append(Integer.toUnsignedString(member));
        }
        line(text, "Groups", groups + " ");
        line(text, "NStgid", process.pid());
        line(text, "NSpid", thread.tid());
        line(text, "NSpgid", group);
        line(text, "NSsid", session);
        line(text, "Kthread", 0);
    }

    private int umask(ProcessThread thread) {
        try {
            return inspection.vfs().currentUmask(thread.client());
        } catch (Errno gone) {
            return 0;
        }
    }

    private int descriptorTableSize(ProcessThread thread) {
        try {
            List<OpenFile> files = inspection.vfs().openFiles(thread.client());
            int highest = files.isEmpty() ? 0 : files.getLast().descriptor();
            return (highest / DESCRIPTORS + 1) * DESCRIPTORS;
        } catch (Errno gone) {
            return 0;
        }
    }

    private static String stateName(char state) {
        return switch (state) {
            case 'R' -> "running";
            case 'S' -> "sleeping";
            case 'D' -> "disk sleep";
            case 'T' -> "stopped";
            case 'Z' -> "zombie";
            default -> "dead";
        };
    }

    private static void memory(StringBuilder text, AddressSpace space, Process process) {
        MemorySizes sizes = MemorySizes.of(space, process.program());
        long most = process.usage().maxResident();
        kib(text, "VmPeak", sizes.total());
        kib(text, "VmSize", sizes.total());
        kib(text, "VmLck", sizes.locked());
        kib(text, "VmPin", 0);
        kib(text, "VmHWM", Math.max(sizes.resident(), most / MemorySizes.kib(1)));
        kib(text, "VmRSS", sizes.resident());
        kib(text, "RssAnon", sizes.anonymous());
        kib(text, "RssFile", sizes.files());
        kib(text, "RssShmem", sizes.shared());
        kib(text, "VmData", sizes.data());
        kib(text, "VmStk", sizes.stack());
        kib(text, "VmExe", sizes.code());
        kib(text, "VmLib", sizes.libraries());
        kib(text, "VmPTE", sizes.tables());
        kib(text, "VmSwap", 0);
        kib(text, "HugetlbPages", 0);
        line(text, "CoreDumping", 0);
        line(text, "THP_enabled", 0);
        line(text, "untag_mask", "0xffffffffffffffff");
    }

    private void signals(StringBuilder text, ProcessThread thread) {
        SignalSets sets = inspection.signals().apply(thread);
        line(text, "Threads", thread.process().threads().size());
        long limit = thread.process().limits().get(ResourceLimits.SIGPENDING).soft();
        line(text, "SigQ", sets.queued() + "/" + Long.toUnsignedString(limit));
        set(text, "SigPnd", sets.pending());
        set(text, "ShdPnd", sets.shared());
        set(text, "SigBlk", sets.blocked());
        set(text, "SigIgn", sets.ignored());
        set(text, "SigCgt", sets.caught());
    }

    private static void privileges(StringBuilder text, ProcessThread thread) {
        UserIds ids = thread.credentials();
        set(text, "CapInh", ids.inheritable());
        set(text, "CapPrm", ids.permitted());
        set(text, "CapEff", ids.effective());
        set(text, "CapBnd", ids.bounding());
        set(text, "CapAmb", ids.ambient());
        line(text, "NoNewPrivs", thread.noNewPrivileges() ? 1 : 0);
        line(text, "Seccomp", 0);
        line(text, "Seccomp_filters", 0);
        line(text, "Speculation_Store_Bypass", "unknown");
        line(text, "SpeculationIndirectBranch", "unsupported");
    }

    private void placement(StringBuilder text, ProcessThread thread) {
        int harts = inspection.kernel().scheduler().cpus().size();
        long all = harts >= Long.SIZE ? -1 : (1L << harts) - 1;
        long allowed = thread.task() == null ? all : thread.task().scheduling().affinity() & all;
        line(text, "Cpus_allowed", CpuList.mask(allowed, harts));
        line(text, "Cpus_allowed_list", CpuList.list(allowed));
        line(text, "Mems_allowed", 1);
        line(text, "Mems_allowed_list", 0);
        line(text, "voluntary_ctxt_switches", thread.usage().voluntarySwitches());
        line(text, "nonvoluntary_ctxt_switches", thread.usage().involuntarySwitches());
    }

    private static String escaped(String name) {
        return name.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static void line(StringBuilder text, String key, Object value) {
        text.append(key).append(":\t").append(value).append('\n');
    }

    private static void kib(StringBuilder text, String key, long pages) {
        text.append(key).append(":\t").append("%8d".formatted(MemorySizes.kib(pages))).append(" kB\n");
    }

    private static void set(StringBuilder text, String key, long bits) {
        line(text, key, "%016x".formatted(bits));
    }
}
