package dev.kenari.process.life;

import dev.kenari.abi.Errno;
import dev.kenari.abi.ResourceLimits;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.sched.InitialScheduling;
import dev.kenari.process.UserIds;
import dev.kenari.process.exec.Exec;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.process.table.Session;
import dev.kenari.vfs.Vfs;
import java.util.List;

/** Starts the programs that the kernel itself runs: as root, children of process 1, in a session of their own. */
public final class KernelPrograms {
    private static final List<String> ENVIRONMENT =
            List.of("HOME=/", "TERM=linux", "PATH=/sbin:/usr/sbin:/bin:/usr/bin");

    private final Kernel kernel;
    private final Vfs vfs;
    private final ProcessTable table;
    private final Exec exec;

    public KernelPrograms(Kernel kernel, Vfs vfs, ProcessTable table, Exec exec) {
        this.kernel = kernel;
        this.vfs = vfs;
        this.table = table;
        this.exec = exec;
    }

    /**
     * Starts a program; sleeps.
     *
     * @param client of the file service, with the descriptors that the program is to have; the process's from now on, even if it fails
     * @param dir, path, flags as execveat(2) has them
     */
    public Process start(
            int client, int dir, String path, int flags, List<String> arguments, InitialScheduling scheduling) throws Errno {
        int pid = table.allocatePid(0);
        Process process = new Process(pid, table.init(), table.init().limits().copy());
        process.setGroup(table.newGroup(pid, new Session(pid)));
        ProcessThread thread = new ProcessThread(
                pid, kernel.userTask("kmod"), process, client, UserIds.ROOT, kernel.timers().now());
        scheduling.applyTo(thread.task().scheduling());
        table.add(thread);
        vfs.setProcess(client, pid);
        vfs.setLimits(
                client,
                process.limits().get(ResourceLimits.NOFILE).soft(),
                process.limits().get(ResourceLimits.FSIZE).soft());
        try {
            exec.exec(thread, dir, path, arguments, ENVIRONMENT, flags);
        } catch (Errno e) {
            table.remove(thread);
            table.reap(process);
            throw e;
        }
        thread.task().setName(arguments.getFirst().substring(arguments.getFirst().lastIndexOf('/') + 1));
        thread.task().wake();
        return process;
    }

    /** Sleeps until {@code process} has ended. */
    public static void awaitEnd(Process process) {
        while (!process.zombie()) {
            process.endedQueue().sleepUninterruptibly();
        }
    }
}
