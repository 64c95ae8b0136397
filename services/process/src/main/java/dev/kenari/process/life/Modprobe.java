package dev.kenari.process.life;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.ResourceLimits;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.module.ModuleRequest;
import dev.kenari.process.UserIds;
import dev.kenari.process.exec.Exec;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.process.table.Session;
import dev.kenari.vfs.Vfs;
import java.util.List;

/** The program that the kernel itself runs, as root and without descriptors, for a module that it misses: modprobe(8). */
public final class Modprobe implements ModuleRequest {
    private static final List<String> ENVIRONMENT =
            List.of("HOME=/", "TERM=linux", "PATH=/sbin:/usr/sbin:/bin:/usr/bin");

    private final Kernel kernel;
    private final Vfs vfs;
    private final ProcessTable table;
    private final Exec exec;

    public Modprobe(Kernel kernel, Vfs vfs, ProcessTable table, Exec exec) {
        this.kernel = kernel;
        this.vfs = vfs;
        this.table = table;
        this.exec = exec;
    }

    @Override
    public void load(String program, String alias) {
        try {
            run(program, List.of(program, "-q", "--", alias));
        } catch (Errno e) {
            // There is no such program, or no room for it: then there is no module either, as its absence will tell.
            kernel.log().warnOnce("modprobe: " + program + ": " + e.getMessage());
        }
    }

    /** Sleeps until the program has ended. */
    private void run(String program, List<String> arguments) throws Errno {
        int client = vfs.attach(0, 0, false, false);
        Process process;
        try {
            process = start(client, program, arguments);
        } catch (Errno e) {
            vfs.detach(client);
            throw e;
        }
        while (!process.zombie()) {
            process.endedQueue().sleepUninterruptibly();
        }
    }

    private Process start(int client, String program, List<String> arguments) throws Errno {
        vfs.faccessat(client, Fcntl.AT_FDCWD, program, 1, 0);
        int pid = table.allocatePid(0);
        Process process = new Process(pid, table.init(), table.init().limits().copy());
        process.setGroup(table.newGroup(pid, new Session(pid)));
        ProcessThread thread = new ProcessThread(
                pid, kernel.userTask("kmod"), process, client, UserIds.ROOT, kernel.timers().now());
        table.add(thread);
        vfs.setProcess(client, pid);
        vfs.setLimits(
                client,
                process.limits().get(ResourceLimits.NOFILE).soft(),
                process.limits().get(ResourceLimits.FSIZE).soft());
        try {
            exec.exec(thread, Fcntl.AT_FDCWD, program, arguments, ENVIRONMENT, 0);
        } catch (Errno e) {
            table.remove(thread);
            table.reap(process);
            throw e;
        }
        thread.task().wake();
        return process;
    }
}
