package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.process.SignalAction;

/** sigaction(2): rt_sigaction. */
final class Sigaction {
    private Sigaction() {}

    static long rtSigaction(Call call) throws Errno {
        SignalSet.checkSize(call.argument(3));
        UserMemory memory = call.memory();
        long from = call.argument(1);
        long to = call.argument(2);
        SignalAction change = from == 0
                ? null
                : new SignalAction(memory.getLong(from), memory.getLong(from + 8), memory.getLong(from + 16));
        SignalAction before = call.signals().action(call.tid(), call.intArgument(0), change);
        if (to != 0) {
            memory.putLong(to, before.handler());
            memory.putLong(to + 8, before.flags());
            memory.putLong(to + 16, before.mask());
        }
        return 0;
    }
}
