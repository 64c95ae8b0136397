package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.SysvIpc;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.vfs.SystemVIpc;

/** msgget(2), msgop(2), msgctl(2). */
final class Msgop {
    private static final int STAT_BYTES = 120;

    private Msgop() {}

    static long msgget(Call call) throws Errno {
        return call.channels().msgget(call.client(), call.intArgument(0), call.intArgument(1));
    }

    /** The {@code mtext} of the msgbuf in argument 1, after its {@code long mtype}. */
    private static Grant text(Call call) throws Errno {
        long length = call.argument(2);
        if (length < 0) {
            throw Errno.EINVAL;
        }
        return Grant.of(call.task(), call.argument(1) + Long.BYTES, length);
    }

    static long msgsnd(Call call) throws Errno {
        long type = call.memory().getLong(call.argument(1));
        call.channels().msgsnd(call.client(), call.intArgument(0), type, text(call), call.intArgument(3));
        return 0;
    }

    static long msgrcv(Call call) throws Errno {
        SystemVIpc.Message message = call.channels()
                .msgrcv(call.client(), call.intArgument(0), text(call), call.argument(3), call.intArgument(4));
        call.memory().putLong(call.argument(1), message.type());
        return message.length();
    }

    static long msgctl(Call call) throws Errno {
        int command = call.intArgument(1);
        byte[] data = command == SysvIpc.IPC_SET ? call.memory().read(call.argument(2), STAT_BYTES) : new byte[0];
        SystemVIpc.Control control = call.channels().msgctl(call.client(), call.intArgument(0), command, data);
        call.memory().write(call.argument(2), control.data());
        return control.result();
    }
}
