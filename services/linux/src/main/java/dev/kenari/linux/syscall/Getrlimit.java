package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.process.Limit;

/** getrlimit(2): getrlimit, setrlimit, prlimit. */
final class Getrlimit {
    private Getrlimit() {}

    static long getrlimit(Call call) throws Errno {
        put(call, call.argument(1), call.processes().prlimit(call.tid(), 0, call.intArgument(0), null));
        return 0;
    }

    static long setrlimit(Call call) throws Errno {
        call.processes().prlimit(call.tid(), 0, call.intArgument(0), get(call, call.argument(1)));
        return 0;
    }

    static long prlimit(Call call) throws Errno {
        Limit change = call.argument(2) == 0 ? null : get(call, call.argument(2));
        Limit old = call.processes().prlimit(call.tid(), call.intArgument(0), call.intArgument(1), change);
        if (call.argument(3) != 0) {
            put(call, call.argument(3), old);
        }
        return 0;
    }

    private static Limit get(Call call, long at) throws Errno {
        return new Limit(call.memory().getLong(at), call.memory().getLong(at + 8));
    }

    private static void put(Call call, long at, Limit limit) throws Errno {
        call.memory().putLong(at, limit.soft());
        call.memory().putLong(at + 8, limit.hard());
    }
}
