package dev.kenari.linux.syscall;

import static dev.kenari.abi.Poll.POLLERR;
import static dev.kenari.abi.Poll.POLLHUP;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Words;
import dev.kenari.kernel.mm.UserMemory;

/** poll(2). */
final class Poll {
    private static final int POLLFD_BYTES = 8;
    private static final int MAXIMUM = 1 << 20;

    private Poll() {}

    static long ppoll(Call call) throws Errno {
        long timeout = call.argument(2);
        long deadline =
                Deadline.after(call, timeout == 0 ? Long.MAX_VALUE : Timespec.read(call.memory(), timeout));
        try {
            return TemporaryMask.during(
                    call, call.argument(3), call.argument(4), Errno.ERESTARTNOHAND, () -> poll(call, deadline));
        } finally {
            writeRemaining(call, timeout, deadline);
        }
    }

    private static long poll(Call call, long deadline) throws Errno {
        long count = call.argument(1) & 0xFFFF_FFFFL;
        if (count > MAXIMUM) {
            throw Errno.EINVAL;
        }
        UserMemory memory = call.memory();
        byte[] entries = memory.read(call.argument(0), (int) count * POLLFD_BYTES);
        int[] fds = new int[(int) count];
        int[] events = new int[(int) count];
        for (int i = 0; i < count; i++) {
            fds[i] = Words.getInt(entries, i * POLLFD_BYTES);
            events[i] = Words.getShort(entries, i * POLLFD_BYTES + 4) & 0xFFFF;
        }
        int[] ready = call.channels().poll(call.client(), fds, events, POLLERR | POLLHUP, deadline);
        int result = 0;
        for (int i = 0; i < count; i++) {
            memory.putShort(call.argument(0) + (long) i * POLLFD_BYTES + 6, ready[i]);
            result += ready[i] == 0 ? 0 : 1;
        }
        return result;
    }

    /** As Linux does, whatever POSIX says: what is left of the timeout, so that a restarted call waits no longer. */
    static void writeRemaining(Call call, long address, long deadline) {
        if (address == 0) {
            return;
        }
        long left = deadline == 0 ? 0 : Math.max(0, deadline - call.kernel().timers().now());
        try {
            Timespec.write(call.memory(), address, left);
        } catch (Errno e) {
            // A timeout in read-only memory stays as it is.
            return;
        }
    }
}
