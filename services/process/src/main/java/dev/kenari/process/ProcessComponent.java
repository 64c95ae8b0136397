package dev.kenari.process;

import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.task.Task;
import dev.kenari.process.exec.Exec;
import dev.kenari.process.life.Exiting;
import dev.kenari.process.life.Init;
import dev.kenari.process.life.ProcessService;
import dev.kenari.process.signal.SignalDescriptors;
import dev.kenari.process.signal.SignalService;
import dev.kenari.process.table.MemoryRelease;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.vfs.PendingSignals;
import dev.kenari.vfs.Vfs;

/** Makes the process service: for whoever wires a design. */
public final class ProcessComponent {
    private final ProcessTable table;
    private final SignalService signals;
    private final ProcessService service;
    private final Init init;

    /** @param vfs the file service, as the design connects it */
    public ProcessComponent(Kernel kernel, Vfs vfs) {
        table = new ProcessTable((long) kernel.frames().total() << 12);
        MemoryRelease memoryRelease = new MemoryRelease(table);
        Exec exec = new Exec(kernel, vfs, table, memoryRelease);
        signals = new SignalService(kernel, table);
        Exiting exiting = new Exiting(vfs, table, memoryRelease, signals.sender());
        service = new ProcessService(kernel, vfs, table, exec, exiting);
        init = new Init(kernel, vfs, table, exec);
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
        init.run(command, failure);
    }
}
