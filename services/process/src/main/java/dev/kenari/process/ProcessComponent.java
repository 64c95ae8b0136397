package dev.kenari.process;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.Console;
import dev.kenari.drivers.StreamPorts;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.component.ProgramComponent;
import dev.kenari.kernel.task.Task;
import dev.kenari.process.exec.Exec;
import dev.kenari.process.life.Exiting;
import dev.kenari.process.life.Init;
import dev.kenari.process.life.KernelPrograms;
import dev.kenari.process.life.Modprobe;
import dev.kenari.process.life.ProcessService;
import dev.kenari.process.procfs.KernelMessages;
import dev.kenari.process.procfs.ProcFsComponent;
import dev.kenari.process.server.ServerPrograms;
import dev.kenari.process.signal.SignalDescriptors;
import dev.kenari.process.signal.SignalService;
import dev.kenari.process.table.MemoryRelease;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.tty.ProcessJobControl;
import dev.kenari.process.tty.TtyComponent;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.PendingSignals;
import dev.kenari.vfs.Vfs;
import dev.kenari.vfs.VfsComponent;

/** Makes the process service: for whoever wires a design. */
public final class ProcessComponent {
    /** What the harts execute, in the form of the device tree's {@code riscv,isa}. */
    private static final String ISA = "rv64imafdc_zicboz_zicntr_zicond_zicsr_zifencei_zba_zbb_zbs";

    private static final long MS_NOSUID = 2;
    private static final long MS_NODEV = 4;
    private static final long MS_NOEXEC = 8;

    private final Kernel kernel;
    private final ProcessTable table;
    private final SignalService signals;
    private final ProcessService service;
    private final Init init;
    private final ServerPrograms servers;
    private final TtyComponent terminals;
    private final ProcFsComponent procFs;

    /** @param vfs the file service, as the design connects it */
    public ProcessComponent(Kernel kernel, Vfs vfs) {
        this.kernel = kernel;
        table = new ProcessTable((long) kernel.frames().total() << 12);
        MemoryRelease memoryRelease = new MemoryRelease(table);
        Exec exec = new Exec(kernel, vfs, table, memoryRelease);
        signals = new SignalService(kernel, table);
        Exiting exiting = new Exiting(vfs, kernel.waitQueues(), table, memoryRelease, signals.sender());
        service = new ProcessService(kernel, vfs, table, exec, exiting);
        ProcessJobControl jobs = new ProcessJobControl(table, signals);
        terminals = new TtyComponent(kernel, jobs, vfs);
        jobs.setTerminals(terminals);
        table.listen(jobs);
        KernelPrograms programs = new KernelPrograms(kernel, vfs, table, exec);
        kernel.modules().setRequest(new Modprobe(kernel, vfs, programs));
        servers = new ServerPrograms(kernel, vfs, programs);
        init = new Init(kernel, vfs, table, exec, terminals);
        procFs = new ProcFsComponent(kernel, vfs, table, service, terminals, signals::sets, ISA);
        table.listen(procFs.listener());
        service.setLoads(procFs.loadAverage()::loads);
    }

    /** The board's serial port becomes /dev/console and /dev/ttyS0. Before {@link #register}. @param window tells its size, or null */
    public void setConsole(Console console, StreamPorts window) throws Errno {
        terminals.setConsole(console, window);
    }

    /** Gives the file service what this one has for it: terminal devices, and the types proc, sysfs and devpts. */
    public void register(VfsComponent files) throws Errno {
        terminals.register(files);
        files.register(KernelMessages.MAJOR, new KernelMessages(kernel));
        files.addDevice("kmsg", 0644, KernelMessages.MAJOR, KernelMessages.MINOR);
        files.register("proc", (source, options) -> procFs.procFs());
        files.register("sysfs", (source, options) -> procFs.sysFs());
        files.register("devpts", (source, options) -> terminals.devPts());
    }

    /** A component that is a program, to be started with process 1. After /dev is mounted. */
    public void addProgram(VfsComponent files, ProgramComponent<?> component) throws Errno {
        servers.add(files, component);
    }

    /** Mounts /proc, /sys and /dev/pts, those of them that exist. */
    public void mount(VfsComponent files) throws Errno {
        mount(files, procFs.procFs(), "proc", "/proc", MS_NOSUID | MS_NODEV | MS_NOEXEC);
        mount(files, procFs.sysFs(), "sysfs", "/sys", MS_NOSUID | MS_NODEV | MS_NOEXEC);
        mount(files, terminals.devPts(), "devpts", "/dev/pts", MS_NOSUID | MS_NOEXEC);
    }

    private static void mount(VfsComponent files, FileSystem type, String source, String target, long flags)
            throws Errno {
        try {
            files.mount(type, source, target, flags);
        } catch (Errno e) {
            if (e != Errno.ENOENT && e != Errno.ENOTDIR) {
                throw e;
            }
        }
    }

    /** The load averages over 1, 5 and 15 minutes, for sysinfo(2). */
    public double[] loads() {
        return procFs.loadAverage().loads();
    }

    public Processes processes() {
        return service;
    }

    public Signals signals() {
        return signals;
    }

    /** What signalfd(2) reads. */
    public PendingSignals pendingSignals() {
        return new SignalDescriptors(signals);
    }

    /** Process 1: runs {@code command} to its end and halts the kernel with its status. The body of the kernel's first task. */
    public void runInit(Task task, Command command, StartFailure failure) {
        init.run(command, failure, servers::start);
    }
}
