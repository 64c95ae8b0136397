package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** setuid(2), setreuid(2), setresuid(2), setfsuid(2), and the same for groups. */
final class Setuid {
    private static final long MASK = 0xFFFF_FFFFL;

    private Setuid() {}

    static long setuid(Call call) throws Errno {
        call.processes().setuid(call.tid(), call.intArgument(0));
        return 0;
    }

    static long setgid(Call call) throws Errno {
        call.processes().setgid(call.tid(), call.intArgument(0));
        return 0;
    }

    static long setreuid(Call call) throws Errno {
        call.processes().setreuid(call.tid(), call.intArgument(0), call.intArgument(1));
        return 0;
    }

    static long setregid(Call call) throws Errno {
        call.processes().setregid(call.tid(), call.intArgument(0), call.intArgument(1));
        return 0;
    }

    static long setresuid(Call call) throws Errno {
        call.processes().setresuid(call.tid(), call.intArgument(0), call.intArgument(1), call.intArgument(2));
        return 0;
    }

    static long setresgid(Call call) throws Errno {
        call.processes().setresgid(call.tid(), call.intArgument(0), call.intArgument(1), call.intArgument(2));
        return 0;
    }

    static long setfsuid(Call call) throws Errno {
        return call.processes().setfsuid(call.tid(), call.intArgument(0)) & MASK;
    }

    static long setfsgid(Call call) throws Errno {
        return call.processes().setfsgid(call.tid(), call.intArgument(0)) & MASK;
    }
}
