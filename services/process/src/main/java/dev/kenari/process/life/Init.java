package dev.kenari.process.life;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.ResourceLimits;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.task.Task;
import dev.kenari.process.Command;
import dev.kenari.process.StartFailure;
import dev.kenari.process.UserIds;
import dev.kenari.process.exec.Exec;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.process.table.Session;
import dev.kenari.process.tty.Terminals;
import dev.kenari.vfs.Vfs;
import java.util.ArrayList;
import java.util.List;

/**
 * Process 1: Kenari's own. It runs no program, gets no signals, inherits orphans and reaps them at once; its one child of its
 * own is the command for whose sake the kernel runs, and the kernel halts with that one's status.
 */
public final class Init {
    private static final int NOT_FOUND = 127;
    private static final int NOT_EXECUTABLE = 126;
    private static final int SIGNAL_STATUS = 128;
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Kernel kernel;
    private final Vfs vfs;
    private final ProcessTable table;
    private final Exec exec;
    private final Terminals terminals;

    public Init(Kernel kernel, Vfs vfs, ProcessTable table, Exec exec, Terminals terminals) {
        this.kernel = kernel;
        this.vfs = vfs;
        this.table = table;
        this.exec = exec;
        this.terminals = terminals;
    }

    /** Runs the command to its end, then halts the kernel. In a kernel task. @param others starts what else there is to run */
    public void run(Command command, StartFailure failure, Runnable others) {
        ProcessThread thread;
        try {
            thread = enter(command);
            others.run();
            vfs.chdir(command.client(), command.directory());
        } catch (Errno e) {
            fail(failure, NOT_EXECUTABLE, "working directory " + command.directory() + ": " + e.getMessage());
            return;
        }
        try {
            execute(thread, command);
        } catch (Errno e) {
            boolean missing = e == Errno.ENOENT || e == Errno.ENOTDIR;
            fail(failure, missing ? NOT_FOUND : NOT_EXECUTABLE, command.arguments().getFirst() + ": " + reason(command, e));
            return;
        }
        Process process = thread.process();
        thread.task().wake();
        while (!process.zombie()) {
            process.endedQueue().sleepUninterruptibly();
        }
        int status = process.status();
        terminals.settleConsole();
        vfs.shutDown();
        kernel.halt((status & 0x7F) == 0 ? status >> 8 & 0xFF : SIGNAL_STATUS + (status & 0x7F));
    }

    /** Why a command can't be executed, for somebody who does not know what execve(2) means by its errors. */
    private String reason(Command command, Errno e) {
        if (e == Errno.ENOENT && candidates(command).stream().anyMatch(path -> exists(command.client(), path))) {
            return "the interpreter that it names is not in the image";
        }
        if (e == Errno.ENOEXEC) {
            return e.getMessage() + ": neither a script nor a program for riscv64";
        }
        boolean damaged = e == Errno.EFAULT || e == Errno.EIO || e == Errno.EINVAL || e == Errno.ELIBBAD;
        return damaged ? e.getMessage() + ": the program or its interpreter is damaged" : e.getMessage();
    }

    private boolean exists(int client, String path) {
        try {
            vfs.faccessat(client, Fcntl.AT_FDCWD, path, 0, 0);
            return true;
        } catch (Errno e) {
            return false;
        }
    }

    private void fail(StartFailure failure, int status, String message) {
        failure.failed(status, message);
        vfs.shutDown();
        kernel.halt(status);
    }

    /** The command's process: leader of a session and group of its own. */
    private ProcessThread enter(Command command) throws Errno {
        int pid = table.allocatePid(0);
        Process process = new Process(pid, table.init(), table.init().limits().copy());
        Session session = new Session(pid);
        process.setGroup(table.newGroup(pid, session));
        UserIds ids = UserIds.of(command.uid(), command.gid(), command.groups());
        Task task = kernel.userTask("init");
        ProcessThread thread =
                new ProcessThread(pid, task, process, command.client(), ids, kernel.timers().now());
        table.add(thread);
        if (command.onConsole()) {
            terminals.giveConsole(pid, pid);
        }
        vfs.setProcess(command.client(), pid);
        vfs.setCredentials(command.client(), ids.forFiles());
        vfs.setLimits(
                command.client(),
                process.limits().get(ResourceLimits.NOFILE).soft(),
                process.limits().get(ResourceLimits.FSIZE).soft());
        return thread;
    }

    /** execvp(3). */
    private void execute(ProcessThread thread, Command command) throws Errno {
        Errno last = Errno.ENOENT;
        for (String path : candidates(command)) {
            try {
                exec.exec(thread, Fcntl.AT_FDCWD, path, command.arguments(), command.environment(), 0);
                return;
            } catch (Errno e) {
                boolean elsewhere = e == Errno.ENOENT || e == Errno.ENOTDIR || e == Errno.EACCES;
                if (!elsewhere || thread.process().ending()) {
                    throw e;
                }
                last = e == Errno.EACCES ? e : last;
            }
        }
        throw last;
    }

    private static List<String> candidates(Command command) {
        String name = command.arguments().getFirst();
        if (name.isEmpty() || name.contains("/")) {
            return List.of(name);
        }
        String path = DEFAULT_PATH;
        for (String variable : command.environment()) {
            if (variable.startsWith("PATH=")) {
                path = variable.substring("PATH=".length());
            }
        }
        List<String> result = new ArrayList<>();
        for (String directory : path.split(":", -1)) {
            result.add(directory.isEmpty() ? name : directory + "/" + name);
        }
        return result;
    }
}
