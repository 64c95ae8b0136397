package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Signal;
import dev.kenari.abi.WaitOptions;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.process.ChildStatus;

/** wait4(2), waitid(2). */
final class Wait {
    private static final int COMMON =
            WaitOptions.NOHANG | WaitOptions.NOTHREAD | WaitOptions.CLONE | WaitOptions.ALL;
    private static final int EVENTS = WaitOptions.EXITED | WaitOptions.UNTRACED | WaitOptions.CONTINUED;

    private Wait() {}

    static long wait4(Call call) throws Errno {
        int pid = call.intArgument(0);
        int options = call.intArgument(2);
        if ((options & ~(COMMON | WaitOptions.UNTRACED | WaitOptions.CONTINUED)) != 0) {
            throw Errno.EINVAL;
        }
        if (pid == Integer.MIN_VALUE) {
            throw Errno.ESRCH;
        }
        int type = pid == -1 ? WaitOptions.P_ALL : pid > 0 ? WaitOptions.P_PID : WaitOptions.P_PGID;
        ChildStatus status = call.processes().wait(call.tid(), type, Math.abs(pid), options | WaitOptions.EXITED);
        if (status.pid() != 0) {
            if (call.argument(1) != 0) {
                call.memory().putInt(call.argument(1), status.status());
            }
            if (call.argument(3) != 0) {
                Getrusage.put(call.memory(), call.argument(3), status.usage());
            }
        }
        return status.pid();
    }

    static long waitid(Call call) throws Errno {
        int type = call.intArgument(0);
        int id = call.intArgument(1);
        int options = call.intArgument(3);
        if ((options & ~(COMMON | EVENTS | WaitOptions.NOWAIT)) != 0 || (options & EVENTS) == 0) {
            throw Errno.EINVAL;
        }
        switch (type) {
            case WaitOptions.P_ALL -> {}
            case WaitOptions.P_PID -> check(id > 0);
            case WaitOptions.P_PGID -> check(id >= 0);
            case WaitOptions.P_PIDFD -> id = process(call, id);
            default -> throw Errno.EINVAL;
        }
        boolean impatient = type == WaitOptions.P_PIDFD
                && (call.vfs().statusFlags(call.client(), call.intArgument(1)) & Fcntl.O_NONBLOCK) != 0;
        int waited = impatient ? options | WaitOptions.NOHANG : options;
        ChildStatus status = call.processes().wait(call.tid(), type, id, waited);
        if (status.pid() == 0 && impatient && (options & WaitOptions.NOHANG) == 0) {
            throw Errno.EAGAIN;
        }
        if (status.pid() != 0 && call.argument(4) != 0) {
            Getrusage.put(call.memory(), call.argument(4), status.usage());
        }
        if (call.argument(2) != 0) {
            putInfo(call.memory(), call.argument(2), status);
        }
        return 0;
    }

    /** The process of a pidfd; ECHILD if it was waited for already. */
    private static int process(Call call, int fd) throws Errno {
        check(fd >= 0);
        try {
            return call.services().channels().pidfdProcess(call.client(), fd);
        } catch (Errno e) {
            throw e == Errno.ESRCH ? Errno.ECHILD : e;
        }
    }

    private static void check(boolean valid) throws Errno {
        if (!valid) {
            throw Errno.EINVAL;
        }
    }

    /** The fields of siginfo_t that waitid(2) fills in. */
    private static void putInfo(UserMemory memory, long at, ChildStatus status) throws Errno {
        memory.putInt(at, status.pid() == 0 ? 0 : Signal.CHLD);
        memory.putInt(at + 4, 0);
        memory.putInt(at + 8, status.code());
        memory.putInt(at + 16, status.pid());
        memory.putInt(at + 20, status.uid());
        memory.putInt(at + 24, status.value());
    }
}
