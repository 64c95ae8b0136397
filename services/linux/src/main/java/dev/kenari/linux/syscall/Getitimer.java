package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.vfs.TimerSetting;

/** getitimer(2), setitimer(2). */
final class Getitimer {
    /** What is left is rounded up to whole microseconds, so that an armed timer never shows 0. */
    private static final long ROUND = 999;

    private Getitimer() {}

    static long getitimer(Call call) throws Errno {
        write(call.memory(), call.argument(1), call.signals().getitimer(call.tid(), call.intArgument(0)));
        return 0;
    }

    static long setitimer(Call call) throws Errno {
        UserMemory memory = call.memory();
        long from = call.argument(1);
        TimerSetting wanted = from == 0
                ? new TimerSetting(0, 0)
                : new TimerSetting(Timeval.read(memory, from), Timeval.read(memory, from + Timeval.BYTES));
        TimerSetting before = call.signals().setitimer(call.tid(), call.intArgument(0), wanted);
        if (call.argument(2) != 0) {
            write(memory, call.argument(2), before);
        }
        return 0;
    }

    private static void write(UserMemory memory, long at, TimerSetting setting) throws Errno {
        Timeval.write(memory, at, setting.interval());
        Timeval.write(memory, at + Timeval.BYTES, setting.value() == 0 ? 0 : setting.value() + ROUND);
    }
}
