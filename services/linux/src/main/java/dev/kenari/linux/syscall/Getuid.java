package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.process.UserIds;

/** getuid(2), getgid(2), getresuid(2): the ids of the caller. */
final class Getuid {
    private static final long MASK = 0xFFFF_FFFFL;

    private Getuid() {}

    private static UserIds ids(Call call) throws Errno {
        return call.processes().credentials(call.tid());
    }

    static long getuid(Call call) throws Errno {
        return ids(call).uid() & MASK;
    }

    static long geteuid(Call call) throws Errno {
        return ids(call).effectiveUid() & MASK;
    }

    static long getgid(Call call) throws Errno {
        return ids(call).gid() & MASK;
    }

    static long getegid(Call call) throws Errno {
        return ids(call).effectiveGid() & MASK;
    }

    static long getresuid(Call call) throws Errno {
        UserIds ids = ids(call);
        return put(call, ids.uid(), ids.effectiveUid(), ids.savedUid());
    }

    static long getresgid(Call call) throws Errno {
        UserIds ids = ids(call);
        return put(call, ids.gid(), ids.effectiveGid(), ids.savedGid());
    }

    private static long put(Call call, int real, int effective, int saved) throws Errno {
        UserMemory memory = call.memory();
        memory.putInt(call.argument(0), real);
        memory.putInt(call.argument(1), effective);
        memory.putInt(call.argument(2), saved);
        return 0;
    }
}
