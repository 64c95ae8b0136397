package dev.kenari.process.procfs;

import dev.kenari.kernel.Kernel;
import dev.kenari.process.Processes;
import dev.kenari.process.table.LifecycleListener;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.process.table.SignalSets;
import dev.kenari.process.tty.Terminals;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.Vfs;
import java.util.function.Function;

/** Makes /proc and /sys, for whoever wires the process service. */
public final class ProcFsComponent {
    private final Kernel kernel;
    private final Inspection inspection;
    private final OomScores oom;
    private final LoadAverage load;
    private final Processes processes;
    private final String isa;

    /**
     * @param isa the harts' instruction set, as the device tree's {@code riscv,isa}
     * @param signals what the signal service knows of a thread
     */
    public ProcFsComponent(
            Kernel kernel,
            Vfs vfs,
            ProcessTable table,
            Processes processes,
            Terminals terminals,
            Function<ProcessThread, SignalSets> signals,
            String isa) {
        this.kernel = kernel;
        this.processes = processes;
        this.isa = isa;
        this.inspection = new Inspection(kernel, vfs, table, terminals, signals, processes::uname);
        this.oom = new OomScores(inspection);
        this.load = new LoadAverage(kernel);
    }

    /** To be added to the process table. */
    public LifecycleListener listener() {
        return oom;
    }

    /** For sysinfo(2). */
    public LoadAverage loadAverage() {
        return load;
    }

    /** A new instance of proc(5), to be mounted at /proc. */
    public FileSystem procFs() {
        PseudoTree tree = new PseudoTree();
        new SystemFiles(inspection, load, isa).addTo(tree);
        new Sysctls(inspection, processes::setHostName, processes::setDomainName).addTo(tree);
        return new ProcFs(inspection, tree, new ProcessEntries(inspection, oom));
    }

    /** A new instance of sysfs(5), to be mounted at /sys. */
    public FileSystem sysFs() {
        PseudoTree tree = new PseudoTree();
        SysFiles.addTo(tree, kernel);
        return new SysFs(tree, new DiskFiles(inspection.vfs()), new ModuleFiles(inspection), kernel);
    }
}
