package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.linux.LinuxTask;
import java.util.ArrayList;
import java.util.List;

/** execve(2), execveat(2). */
final class Execve {
    /** Longest string, with its NUL. */
    private static final int MAX_STRING = 128 << 10;
    /** No limit on the stack allows more than this. */
    private static final int MAX_TOTAL = 8 << 20;

    private Execve() {}

    static long execve(Call call) throws Errno {
        return exec(call, Fcntl.AT_FDCWD, call.path(0), call.argument(1), call.argument(2), 0);
    }

    static long execveat(Call call) throws Errno {
        int flags = call.intArgument(4);
        if ((flags & ~(Fcntl.AT_EMPTY_PATH | Fcntl.AT_SYMLINK_NOFOLLOW)) != 0) {
            throw Errno.EINVAL;
        }
        return exec(call, call.intArgument(0), call.path(1), call.argument(2), call.argument(3), flags);
    }

    private static long exec(Call call, int dir, String path, long arguments, long environment, int flags) throws Errno {
        List<String> argv = strings(call.memory(), arguments);
        List<String> envp = strings(call.memory(), environment);
        call.processes().execve(call.tid(), dir, path, argv, envp, flags);
        LinuxTask task = LinuxTask.of(call.task());
        task.identifyAgain(call.task(), call.processes());
        task.forgetSystemCall();
        return 0;
    }

    /** A vector of pointers to strings that ends with a null pointer; a null vector is empty. */
    private static List<String> strings(UserMemory memory, long at) throws Errno {
        List<String> strings = new ArrayList<>();
        long total = 0;
        for (long slot = at; at != 0; slot += Long.BYTES) {
            long pointer = memory.getLong(slot);
            if (pointer == 0) {
                break;
            }
            String string = string(memory, pointer);
            total += string.length() + 1 + Long.BYTES;
            if (total > MAX_TOTAL) {
                throw Errno.E2BIG;
            }
            strings.add(string);
        }
        return strings;
    }

    private static String string(UserMemory memory, long at) throws Errno {
        try {
            return memory.readString(at, MAX_STRING);
        } catch (Errno e) {
            throw e == Errno.ENAMETOOLONG ? Errno.E2BIG : e;
        }
    }
}
