package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.linux.LinuxTask;

/** restart_syscall(2): what the kernel has a program call after a stop; EINTR for a program that calls it by itself. */
final class RestartSyscall {
    private RestartSyscall() {}

    static long restartSyscall(Call call) throws Errno {
        return LinuxTask.of(call.task()).restart().call(call);
    }
}
