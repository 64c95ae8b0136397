package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.vfs.TimerSetting;

/** timerfd_create(2). */
final class TimerfdCreate {
    private TimerfdCreate() {}

    static long timerfdCreate(Call call) throws Errno {
        return call.channels().timerfdCreate(call.client(), call.intArgument(0), call.intArgument(1));
    }

    static long timerfdSettime(Call call) throws Errno {
        UserMemory memory = call.memory();
        long address = call.argument(2);
        TimerSetting wanted =
                new TimerSetting(Timespec.read(memory, address), Timespec.read(memory, address + Timespec.BYTES));
        TimerSetting before =
                call.channels().timerfdSettime(call.client(), call.intArgument(0), call.intArgument(1), wanted);
        if (call.argument(3) != 0) {
            write(memory, call.argument(3), before);
        }
        return 0;
    }

    static long timerfdGettime(Call call) throws Errno {
        write(call.memory(), call.argument(1), call.channels().timerfdGettime(call.client(), call.intArgument(0)));
        return 0;
    }

    private static void write(UserMemory memory, long address, TimerSetting setting) throws Errno {
        Timespec.write(memory, address, setting.interval());
        Timespec.write(memory, address + Timespec.BYTES, setting.value());
    }
}
