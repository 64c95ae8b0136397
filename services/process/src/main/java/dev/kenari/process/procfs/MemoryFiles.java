package dev.kenari.process.procfs;

import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.process.table.Process;
import java.util.HashSet;
import java.util.Set;

/** proc_meminfo(5) and proc_vmstat(5). */
final class MemoryFiles {
    private final Inspection inspection;

    MemoryFiles(Inspection inspection) {
        this.inspection = inspection;
    }

    /** What all programs have, in pages. */
    private record Programs(long tables, long committed) {}

    private Programs programs() {
        Set<AddressSpace> seen = new HashSet<>();
        long tables = 0;
        long committed = 0;
        for (Process process : inspection.table().processes()) {
            AddressSpace space = process.leader() == null ? null : inspection.space(process.leader());
            if (space == null || !seen.add(space)) {
                continue;
            }
            tables += space.tablePages();
            for (Vma vma : space.vmas()) {
                boolean writable = (vma.protection() & Vma.WRITE) != 0;
                committed += writable && !vma.shared() ? vma.length() >>> 12 : 0;
            }
        }
        return new Programs(tables, committed);
    }

    String memInfo() {
        Kernel kernel = inspection.kernel();
        Programs programs = programs();
        long total = kernel.frames().total();
        long free = kernel.frames().free();
        long cached = kernel.objects().residentPages();
        long anonymous = Math.max(0, total - free - cached - programs.tables());
        StringBuilder text = new StringBuilder(1600);
        pages(text, "MemTotal", total);
        pages(text, "MemFree", free);
        pages(text, "MemAvailable", free);
        pages(text, "Buffers", 0);
        pages(text, "Cached", cached);
        pages(text, "SwapCached", 0);
        pages(text, "Active", anonymous + cached);
        pages(text, "Inactive", 0);
        pages(text, "Active(anon)", anonymous);
        pages(text, "Inactive(anon)", 0);
        pages(text, "Active(file)", cached);
        pages(text, "Inactive(file)", 0);
        pages(text, "Unevictable", 0);
        pages(text, "Mlocked", 0);
        pages(text, "SwapTotal", 0);
        pages(text, "SwapFree", 0);
        pages(text, "Dirty", kernel.objects().dirtyPages());
        pages(text, "Writeback", 0);
        pages(text, "AnonPages", anonymous);
        pages(text, "Mapped", 0);
        pages(text, "Shmem", 0);
        pages(text, "KReclaimable", 0);
        pages(text, "Slab", 0);
        pages(text, "SReclaimable", 0);
        pages(text, "SUnreclaim", 0);
        pages(text, "KernelStack", 0);
        pages(text, "PageTables", programs.tables());
        pages(text, "CommitLimit", total / 2);
        pages(text, "Committed_AS", programs.committed());
        pages(text, "VmallocTotal", 0);
        pages(text, "VmallocUsed", 0);
        pages(text, "VmallocChunk", 0);
        text.append("HugePages_Total:       0\nHugePages_Free:        0\nHugePages_Rsvd:        0\n");
        text.append("HugePages_Surp:        0\nHugepagesize:       2048 kB\nHugetlb:               0 kB\n");
        return text.toString();
    }

    private static void pages(StringBuilder text, String key, long pages) {
        text.append("%-15s %8d kB\n".formatted(key + ":", MemorySizes.kib(pages)));
    }

    String vmStat() {
        Kernel kernel = inspection.kernel();
        long faults = 0;
        for (Process process : inspection.table().processes()) {
            faults += process.usage().minorFaults() + process.childrenUsage().minorFaults();
        }
        return "nr_free_pages " + kernel.frames().free() + "\nnr_file_pages " + kernel.objects().residentPages()
                + "\nnr_page_table_pages " + programs().tables()
                + "\npgpgin 0\npgpgout 0\npswpin 0\npswpout 0\npgfault " + faults + "\npgmajfault 0\n";
    }
}
