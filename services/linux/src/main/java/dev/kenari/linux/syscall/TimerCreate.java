package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Signal;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.process.ProcessTimers;
import dev.kenari.vfs.TimerSetting;

/** timer_create(2), timer_settime(2), timer_gettime, timer_getoverrun(2), timer_delete(2). */
final class TimerCreate {
    private TimerCreate() {}

    static long timerCreate(Call call) throws Errno {
        UserMemory memory = call.memory();
        long event = call.argument(1);
        boolean given = event != 0;
        int id = call.signals().timerCreate(
                call.tid(),
                call.intArgument(0),
                given ? memory.getInt(event + 12) : ProcessTimers.SIGEV_SIGNAL,
                given ? memory.getInt(event + 8) : Signal.ALRM,
                given ? memory.getInt(event + 16) : 0,
                given ? memory.getLong(event) : 0,
                !given);
        try {
            memory.putInt(call.argument(2), id);
        } catch (Errno e) {
            call.signals().timerDelete(call.tid(), id);
            throw e;
        }
        return 0;
    }

    static long timerSettime(Call call) throws Errno {
        UserMemory memory = call.memory();
        long from = call.argument(2);
        if (from == 0) {
            throw Errno.EINVAL;
        }
        TimerSetting wanted = new TimerSetting(Timespec.read(memory, from), Timespec.read(memory, from + Timespec.BYTES));
        TimerSetting before =
                call.signals().timerSettime(call.tid(), call.intArgument(0), call.intArgument(1), wanted);
        if (call.argument(3) != 0) {
            write(memory, call.argument(3), before);
        }
        return 0;
    }

    static long timerGettime(Call call) throws Errno {
        write(call.memory(), call.argument(1), call.signals().timerGettime(call.tid(), call.intArgument(0)));
        return 0;
    }

    private static void write(UserMemory memory, long at, TimerSetting setting) throws Errno {
        Timespec.write(memory, at, setting.interval());
        Timespec.write(memory, at + Timespec.BYTES, setting.value());
    }

    static long timerGetoverrun(Call call) throws Errno {
        return call.signals().timerGetoverrun(call.tid(), call.intArgument(0));
    }

    static long timerDelete(Call call) throws Errno {
        call.signals().timerDelete(call.tid(), call.intArgument(0));
        return 0;
    }
}
