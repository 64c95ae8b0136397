package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.kernel.task.Task;
import dev.kenari.linux.LinuxServices;
import dev.kenari.linux.LinuxTask;
import dev.kenari.process.Processes;
import dev.kenari.process.Signals;
import dev.kenari.vfs.Channels;
import dev.kenari.vfs.Vfs;

/** One system call in progress: its arguments, its task, and the services that carry it out. */
public final class Call {
    /** Longest path, with its NUL (limits.h). */
    public static final int PATH_MAX = 4096;

    private static final int A0 = 10;

    private final LinuxServices services;
    private final Task task;
    private final long[] arguments = new long[6];

    /** Takes the arguments from a0 to a5. */
    public Call(LinuxServices services, Task task) {
        this.services = services;
        this.task = task;
        System.arraycopy(task.registers().x, A0, arguments, 0, 6);
    }

    public LinuxServices services() {
        return services;
    }

    public Kernel kernel() {
        return services.kernel();
    }

    public Task task() {
        return task;
    }

    /** The caller's thread id, by which the process service knows it. */
    public int tid() {
        return LinuxTask.of(task).tid();
    }

    /** The caller's process id. */
    public int pid() {
        return LinuxTask.of(task).pid();
    }

    /** The number by which the file service knows the caller. */
    public int client() {
        return LinuxTask.of(task).client();
    }

    public Processes processes() {
        return services.processes();
    }

    public Signals signals() {
        return services.signals();
    }

    public Vfs vfs() {
        return services.vfs();
    }

    public Channels channels() {
        return services.channels();
    }

    /** Argument {@code index}, 0 to 5, whole. */
    public long argument(int index) {
        return arguments[index];
    }

    /** Argument {@code index} as C's {@code int}. */
    public int intArgument(int index) {
        return (int) arguments[index];
    }

    public UserMemory memory() {
        return task.space().memory();
    }

    /** The path that argument {@code index} points to, one char a byte; ENAMETOOLONG, EFAULT. */
    public String path(int index) throws Errno {
        return memory().readString(arguments[index], PATH_MAX);
    }

    /** Leave to copy {@code length} bytes at the address in argument {@code index}. */
    public Grant grant(int index, long length) throws Errno {
        if (length < 0) {
            throw Errno.EINVAL;
        }
        return Grant.of(task, arguments[index], length);
    }
}
