package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.sync.Futexes;
import dev.kenari.kernel.time.Timers;
import dev.kenari.linux.LinuxTask;
import java.util.ArrayList;
import java.util.List;

/** futex(2), futex_waitv(2). Locks with priority inheritance work, but lend no priority. */
final class Futex {
    private static final int WAIT = 0;
    private static final int WAKE = 1;
    private static final int REQUEUE = 3;
    private static final int CMP_REQUEUE = 4;
    private static final int WAKE_OP = 5;
    private static final int LOCK_PI = 6;
    private static final int UNLOCK_PI = 7;
    private static final int TRYLOCK_PI = 8;
    private static final int WAIT_BITSET = 9;
    private static final int WAKE_BITSET = 10;
    private static final int LOCK_PI2 = 13;
    private static final int PRIVATE = 128;
    private static final int CLOCK_REALTIME = 256;
    private static final int ALL_BITS = -1;
    private static final long AT_ONCE = -1;

    private static final int WAITV_MAX = 128;
    private static final int WAITV_BYTES = 24;
    private static final int SIZE_MASK = 3;
    private static final int SIZE_U32 = 2;

    private Futex() {}

    static long futex(Call call) throws Errno {
        int operation = call.intArgument(1);
        int command = operation & ~(PRIVATE | CLOCK_REALTIME);
        boolean shared = (operation & PRIVATE) == 0;
        boolean realtime = (operation & CLOCK_REALTIME) != 0;
        if (realtime && command != WAIT_BITSET && command != LOCK_PI2) {
            throw Errno.ENOSYS;
        }
        return switch (command) {
            case WAIT, WAIT_BITSET -> await(call, command, shared, realtime);
            case WAKE -> wake(call, shared, ALL_BITS);
            case WAKE_BITSET -> wake(call, shared, call.intArgument(5));
            case REQUEUE -> requeue(call, shared, null);
            case CMP_REQUEUE -> requeue(call, shared, call.intArgument(5));
            case WAKE_OP -> wakeOperation(call, shared);
            case LOCK_PI -> lock(call, shared, deadline(call, 3, true));
            case LOCK_PI2 -> lock(call, shared, deadline(call, 3, realtime));
            case TRYLOCK_PI -> lock(call, shared, AT_ONCE);
            case UNLOCK_PI -> {
                call.kernel().ownedFutexes().unlock(call.task().space(), call.argument(0), shared, call.tid());
                yield 0;
            }
            default -> throw Errno.ENOSYS;
        };
    }

    private static long await(Call call, int command, boolean shared, boolean realtime) throws Errno {
        long deadline;
        int bitset = ALL_BITS;
        if (command == WAIT_BITSET) {
            bitset = call.intArgument(5);
            deadline = deadline(call, 3, realtime);
        } else {
            deadline = call.argument(3) == 0
                    ? Long.MAX_VALUE
                    : Timespec.after(call.kernel().timers().now(), Timespec.read(call.memory(), call.argument(3)));
        }
        return await(call, call.argument(0), shared, call.intArgument(2), bitset, deadline);
    }

    /** With a timeout it can't just be repeated after a stop: the time would begin anew. */
    private static long await(Call call, long address, boolean shared, int expected, int bitset, long deadline)
            throws Errno {
        try {
            call.kernel().futexes().await(call.task().space(), address, shared, expected, bitset, deadline);
            return 0;
        } catch (Errno e) {
            if (e == Errno.ERESTARTSYS && deadline != Long.MAX_VALUE) {
                LinuxTask.of(call.task())
                        .setRestart(again -> await(again, address, shared, expected, bitset, deadline));
                throw Errno.ERESTART_RESTARTBLOCK;
            }
            throw e;
        }
    }

    /** The absolute time that argument {@code index} points to, as board time. */
    private static long deadline(Call call, int index, boolean realtime) throws Errno {
        if (call.argument(index) == 0) {
            return Long.MAX_VALUE;
        }
        return toBoardTime(call.kernel().timers(), Timespec.read(call.memory(), call.argument(index)), realtime);
    }

    private static long toBoardTime(Timers timers, long nanos, boolean realtime) {
        return realtime && nanos != Long.MAX_VALUE ? Math.max(nanos - timers.realtimeOffset(), 0) : nanos;
    }

    private static long wake(Call call, boolean shared, int bitset) throws Errno {
        int count = Math.max(call.intArgument(2), 1);
        return call.kernel().futexes().wake(call.task().space(), call.argument(0), shared, count, bitset);
    }

    private static long requeue(Call call, boolean shared, Integer expected) throws Errno {
        return call.kernel().futexes().requeue(
                call.task().space(),
                call.argument(0),
                call.argument(4),
                shared,
                call.intArgument(2),
                (int) call.argument(3),
                expected);
    }

    private static long wakeOperation(Call call, boolean shared) throws Errno {
        return call.kernel().futexes().wakeOperation(
                call.task().space(),
                call.argument(0),
                call.argument(4),
                shared,
                Math.max(call.intArgument(2), 1),
                Math.max((int) call.argument(3), 1),
                FutexWakeOperation.decode(call.intArgument(5)));
    }

    private static long lock(Call call, boolean shared, long deadline) throws Errno {
        call.kernel().ownedFutexes().lock(
                call.task().space(), call.argument(0), shared, call.tid(), deadline, tid -> exists(call, tid));
        return 0;
    }

    private static boolean exists(Call call, int tid) {
        try {
            return call.processes().exists(tid);
        } catch (Errno e) {
            return false;
        }
    }

    static long futexWaitv(Call call) throws Errno {
        int count = call.intArgument(1);
        int clock = call.intArgument(4);
        if (count < 1 || count > WAITV_MAX || call.intArgument(2) != 0 || call.argument(0) == 0) {
            throw Errno.EINVAL;
        }
        if (call.argument(3) != 0 && clock != 0 && clock != 1) {
            throw Errno.EINVAL;
        }
        long deadline = deadline(call, 3, clock == 0);
        List<Futexes.Word> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long at = call.argument(0) + (long) i * WAITV_BYTES;
            long value = call.memory().getLong(at);
            int flags = call.memory().getInt(at + 16);
            boolean valid = (flags & ~(SIZE_MASK | PRIVATE)) == 0
                    && (flags & SIZE_MASK) == SIZE_U32
                    && call.memory().getInt(at + 20) == 0
                    && value >>> Integer.SIZE == 0;
            if (!valid) {
                throw Errno.EINVAL;
            }
            words.add(new Futexes.Word(call.memory().getLong(at + 8), (flags & PRIVATE) == 0, (int) value));
        }
        return call.kernel().futexes().awaitAny(call.task().space(), words, deadline);
    }
}
