package dev.kenari.linux.syscall;

import static dev.kenari.abi.Poll.POLLERR;
import static dev.kenari.abi.Poll.POLLHUP;
import static dev.kenari.abi.Poll.POLLIN;
import static dev.kenari.abi.Poll.POLLNVAL;
import static dev.kenari.abi.Poll.POLLOUT;
import static dev.kenari.abi.Poll.POLLPRI;
import static dev.kenari.abi.Poll.POLLRDBAND;
import static dev.kenari.abi.Poll.POLLRDNORM;
import static dev.kenari.abi.Poll.POLLWRBAND;
import static dev.kenari.abi.Poll.POLLWRNORM;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Words;
import dev.kenari.kernel.mm.UserMemory;

/** select(2). */
final class Select {
    private static final int SETS = 3;
    /** What select(2) calls readable, writable and exceptional ("Correspondence between select() and poll() notifications"). */
    private static final int[] MEANING = {
        POLLRDNORM | POLLRDBAND | POLLIN | POLLHUP | POLLERR, POLLWRBAND | POLLWRNORM | POLLOUT | POLLERR, POLLPRI
    };

    private static final int MAXIMUM = 1 << 20;

    private Select() {}

    static long pselect6(Call call) throws Errno {
        long timeout = call.argument(4);
        long deadline =
                Deadline.after(call, timeout == 0 ? Long.MAX_VALUE : Timespec.read(call.memory(), timeout));
        long pair = call.argument(5);
        long mask = pair == 0 ? 0 : call.memory().getLong(pair);
        long size = pair == 0 ? 0 : call.memory().getLong(pair + 8);
        try {
            return TemporaryMask.during(call, mask, size, Errno.ERESTARTNOHAND, () -> select(call, deadline));
        } finally {
            Poll.writeRemaining(call, timeout, deadline);
        }
    }

    private static long select(Call call, long deadline) throws Errno {
        int limit = Math.min(call.intArgument(0), MAXIMUM);
        if (limit < 0) {
            throw Errno.EINVAL;
        }
        UserMemory memory = call.memory();
        int bytes = (limit + 63) / 64 * Long.BYTES;
        byte[][] sets = new byte[SETS][];
        for (int set = 0; set < SETS; set++) {
            long address = call.argument(1 + set);
            sets[set] = address == 0 ? new byte[bytes] : memory.read(address, bytes);
        }
        int[] fds = new int[limit];
        int[] events = new int[limit];
        int count = 0;
        for (int fd = 0; fd < limit; fd++) {
            int wanted = 0;
            for (int set = 0; set < SETS; set++) {
                wanted |= has(sets[set], fd) ? MEANING[set] : 0;
            }
            if (wanted != 0) {
                fds[count] = fd;
                events[count++] = wanted;
            }
        }
        fds = java.util.Arrays.copyOf(fds, count);
        events = java.util.Arrays.copyOf(events, count);
        int[] ready = call.channels().poll(call.client(), fds, events, 0, deadline);
        byte[][] results = new byte[SETS][bytes];
        int result = 0;
        for (int i = 0; i < count; i++) {
            if ((ready[i] & POLLNVAL) != 0) {
                throw Errno.EBADF;
            }
            for (int set = 0; set < SETS; set++) {
                if (has(sets[set], fds[i]) && (ready[i] & MEANING[set]) != 0) {
                    add(results[set], fds[i]);
                    result++;
                }
            }
        }
        for (int set = 0; set < SETS; set++) {
            if (call.argument(1 + set) != 0) {
                memory.write(call.argument(1 + set), results[set]);
            }
        }
        return result;
    }

    private static boolean has(byte[] set, int fd) {
        return (Words.getLong(set, fd / 64 * Long.BYTES) >>> fd & 1) != 0;
    }

    private static void add(byte[] set, int fd) {
        int at = fd / 64 * Long.BYTES;
        Words.putLong(set, at, Words.getLong(set, at) | 1L << fd);
    }
}
