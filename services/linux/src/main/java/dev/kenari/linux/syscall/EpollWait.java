package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.vfs.EpollEvent;
import java.util.List;

/** epoll_wait(2). */
final class EpollWait {
    /** Where in a {@code struct epoll_event}, not packed on riscv64, the data is. */
    static final int DATA = 8;

    private static final int EVENT_BYTES = 16;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private EpollWait() {}

    static long epollPwait(Call call) throws Errno {
        int timeout = call.intArgument(3);
        long duration = timeout < 0 ? Long.MAX_VALUE : timeout * NANOS_PER_MILLI;
        return await(call, Deadline.after(call, duration));
    }

    static long epollPwait2(Call call) throws Errno {
        long timeout = call.argument(3);
        long duration = timeout == 0 ? Long.MAX_VALUE : Timespec.read(call.memory(), timeout);
        return await(call, Deadline.after(call, duration));
    }

    private static long await(Call call, long deadline) throws Errno {
        int limit = call.intArgument(2);
        if (limit <= 0 || limit > Integer.MAX_VALUE / EVENT_BYTES) {
            throw Errno.EINVAL;
        }
        return TemporaryMask.during(call, call.argument(4), call.argument(5), Errno.EINTR, () -> {
            List<EpollEvent> events =
                    call.channels().epollWait(call.client(), call.intArgument(0), limit, deadline);
            UserMemory memory = call.memory();
            long address = call.argument(1);
            for (EpollEvent event : events) {
                memory.putInt(address, event.events());
                memory.putLong(address + DATA, event.data());
                address += EVENT_BYTES;
            }
            return events.size();
        });
    }
}
