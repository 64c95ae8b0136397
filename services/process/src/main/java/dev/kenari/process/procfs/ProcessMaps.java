package dev.kenari.process.procfs;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Residency;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.vfs.DeviceNumber;

/** proc_pid_maps(5), proc_pid_smaps(5). */
final class ProcessMaps {
    private static final int NAME_COLUMN = 73;
    private static final int PAGE_KIB = 4;

    private final Inspection inspection;

    ProcessMaps(Inspection inspection) {
        this.inspection = inspection;
    }

    String maps(ProcessThread thread) {
        AddressSpace space = inspection.space(thread);
        StringBuilder text = new StringBuilder(4096);
        if (space != null) {
            for (Vma vma : space.vmas()) {
                range(text, vma);
            }
        }
        return text.toString();
    }

    private static void range(StringBuilder text, Vma vma) {
        int start = text.length();
        text.append(hex(vma.start(), 8)).append('-').append(hex(vma.end(), 8)).append(' ');
        text.append((vma.protection() & Vma.READ) != 0 ? 'r' : '-');
        text.append((vma.protection() & Vma.WRITE) != 0 ? 'w' : '-');
        text.append((vma.protection() & Vma.EXEC) != 0 ? 'x' : '-');
        text.append(vma.shared() ? 's' : 'p');
        text.append(' ').append(hex(vma.object() == null ? 0 : vma.offset(), 8)).append(' ');
        text.append(hex(DeviceNumber.major(vma.device()), 2)).append(':').append(hex(DeviceNumber.minor(vma.device()), 2));
        text.append(' ').append(vma.inode()).append(' ');
        if (vma.name() != null && !vma.name().isEmpty()) {
            text.repeat(' ', Math.max(0, start + NAME_COLUMN - text.length()));
            text.append(vma.name().replace("\n", "\\012"));
        }
        text.append('\n');
    }

    private static String hex(long value, int digits) {
        String text = Long.toHexString(value);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }

    String smaps(ProcessThread thread) {
        AddressSpace space = inspection.space(thread);
        StringBuilder text = new StringBuilder(4096);
        if (space != null) {
            for (Vma vma : space.vmas()) {
                range(text, vma);
                line(text, "Size", vma.length() >> 10);
                line(text, "KernelPageSize", PAGE_KIB);
                line(text, "MMUPageSize", PAGE_KIB);
                residency(text, space.residency(vma), vma, false);
                text.append("THPeligible:           0\nVmFlags: ").append(flags(vma)).append('\n');
            }
        }
        return text.toString();
    }

    String rollup(ProcessThread thread) throws Errno {
        AddressSpace space = inspection.requireSpace(thread);
        if (space.vmas().isEmpty()) {
            return "";
        }
        long start = space.vmas().iterator().next().start();
        long end = 0;
        for (Vma vma : space.vmas()) {
            end = vma.end();
        }
        String range = hex(start, 8) + "-" + hex(end, 8) + " ---p 00000000 00:00 0 ";
        StringBuilder text = new StringBuilder(range);
        text.repeat(' ', Math.max(0, NAME_COLUMN - range.length())).append("[rollup]\n");
        residency(text, Inspection.residency(space), null, true);
        return text.toString();
    }

    private static void residency(StringBuilder text, Residency r, Vma vma, boolean rollup) {
        line(text, "Rss", r.pages() * PAGE_KIB);
        line(text, "Pss", r.proportional() >> 10);
        line(text, "Pss_Dirty", r.proportionalDirty() >> 10);
        if (rollup) {
            line(text, "Pss_Anon", r.anonymous() * PAGE_KIB);
            line(text, "Pss_File", Math.max(0, (r.proportional() >> 10) - r.anonymous() * PAGE_KIB));
            line(text, "Pss_Shmem", 0);
        }
        line(text, "Shared_Clean", r.sharedClean() * PAGE_KIB);
        line(text, "Shared_Dirty", r.sharedDirty() * PAGE_KIB);
        line(text, "Private_Clean", r.privateClean() * PAGE_KIB);
        line(text, "Private_Dirty", r.privateDirty() * PAGE_KIB);
        line(text, "Referenced", r.accessed() * PAGE_KIB);
        line(text, "Anonymous", r.anonymous() * PAGE_KIB);
        for (String never : new String[] {
            "KSM", "LazyFree", "AnonHugePages", "ShmemPmdMapped", "FilePmdMapped", "Shared_Hugetlb", "Private_Hugetlb",
            "Swap", "SwapPss"
        }) {
            line(text, never, 0);
        }
        boolean locked = vma != null && (vma.attributes() & Vma.LOCKED) != 0;
        line(text, "Locked", locked ? r.proportional() >> 10 : 0);
    }

    private static void line(StringBuilder text, String key, long kib) {
        text.append("%-16s%8d kB\n".formatted(key + ":", kib));
    }

    private static String flags(Vma vma) {
        StringBuilder flags = new StringBuilder();
        String[] access = {"rd ", "wr ", "ex "};
        String[] possible = {"mr ", "mw ", "me "};
        for (int i = 0; i < access.length; i++) {
            flags.append((vma.protection() >> i & 1) != 0 ? access[i] : "");
        }
        flags.append(vma.shared() ? "sh " : "");
        for (int i = 0; i < possible.length; i++) {
            flags.append((vma.maxProtection() >> i & 1) != 0 ? possible[i] : "");
        }
        flags.append(vma.shared() && (vma.maxProtection() & Vma.WRITE) != 0 ? "ms " : "");
        flags.append(vma.growsDown() ? "gd " : "");
        flags.append((vma.attributes() & Vma.LOCKED) != 0 ? "lo " : "");
        flags.append((vma.attributes() & Vma.DONT_FORK) != 0 ? "dc " : "");
        flags.append((vma.attributes() & Vma.DONT_DUMP) != 0 ? "dd " : "");
        flags.append((vma.attributes() & Vma.WIPE_ON_FORK) != 0 ? "wf " : "");
        flags.append(!vma.shared() && (vma.protection() & Vma.WRITE) != 0 ? "ac " : "");
        return flags.toString();
    }
}
