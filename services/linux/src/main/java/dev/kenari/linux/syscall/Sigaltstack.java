package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.process.AlternateStack;

/** sigaltstack(2). */
final class Sigaltstack {
    private static final int SP = 2;

    private Sigaltstack() {}

    static long sigaltstack(Call call) throws Errno {
        UserMemory memory = call.memory();
        long from = call.argument(0);
        long to = call.argument(1);
        AlternateStack change = from == 0
                ? null
                : new AlternateStack(memory.getLong(from), memory.getInt(from + 8), memory.getLong(from + 16));
        AlternateStack before =
                call.signals().alternateStack(call.tid(), change, call.task().registers().x[SP]);
        if (to != 0) {
            memory.putLong(to, before.address());
            memory.putInt(to + 8, before.flags());
            memory.putLong(to + 16, before.size());
        }
        return 0;
    }
}
