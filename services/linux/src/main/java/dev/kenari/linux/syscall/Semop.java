package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.SysvIpc;
import dev.kenari.abi.Words;
import dev.kenari.vfs.SystemVIpc;

/** semget(2), semop(2), semctl(2). */
final class Semop {
    private static final int STAT_BYTES = 88;
    private static final int SEMBUF_BYTES = 6;
    private static final int SEMOPM = 500;

    private Semop() {}

    static long semget(Call call) throws Errno {
        return call.channels().semget(call.client(), call.intArgument(0), call.intArgument(1), call.intArgument(2));
    }

    static long semop(Call call) throws Errno {
        return operate(call, Long.MAX_VALUE);
    }

    static long semtimedop(Call call) throws Errno {
        long timeout = call.argument(3);
        long duration = timeout == 0 ? Long.MAX_VALUE : Timespec.read(call.memory(), timeout);
        return operate(call, Timespec.after(call.kernel().timers().now(), duration));
    }

    private static long operate(Call call, long deadline) throws Errno {
        long count = call.argument(2) & 0xFFFF_FFFFL;
        if (count == 0) {
            throw Errno.EINVAL;
        }
        if (count > SEMOPM) {
            throw Errno.E2BIG;
        }
        byte[] buffers = call.memory().read(call.argument(1), (int) count * SEMBUF_BYTES);
        int[] operations = new int[(int) count * 3];
        for (int i = 0; i < count; i++) {
            operations[3 * i] = Words.getShort(buffers, SEMBUF_BYTES * i) & 0xFFFF;
            operations[3 * i + 1] = Words.getShort(buffers, SEMBUF_BYTES * i + 2);
            operations[3 * i + 2] = Words.getShort(buffers, SEMBUF_BYTES * i + 4) & 0xFFFF;
        }
        call.channels().semop(call.client(), call.intArgument(0), operations, deadline);
        return 0;
    }

    static long semctl(Call call) throws Errno {
        int id = call.intArgument(0);
        int command = call.intArgument(2);
        long argument = call.argument(3);
        byte[] data =
                switch (command) {
                    case SysvIpc.IPC_SET -> call.memory().read(argument, STAT_BYTES);
                    case SysvIpc.SETALL -> call.memory().read(argument, 2 * call.channels().semaphores(call.client(), id));
                    default -> new byte[0];
                };
        SystemVIpc.Control control =
                call.channels().semctl(call.client(), id, call.intArgument(1), command, (int) argument, data);
        call.memory().write(argument, control.data());
        return control.result();
    }
}
