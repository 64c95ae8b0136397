package dev.kenari.linux.syscall;

import dev.kenari.abi.Capability;
import dev.kenari.abi.ClockId;
import dev.kenari.abi.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** adjtimex(2), clock_adjtime(2): tells that the clock is not synchronised; adjusts nothing. */
final class Adjtimex {
    private static final int BYTES = 208;
    private static final int STA_UNSYNC = 0x40;
    /** The return value for a clock that nothing keeps right. */
    private static final int TIME_ERROR = 5;

    private static final long LARGEST_ERROR_MICROS = 16_000_000;
    private static final long TOLERANCE = 32_768_000;
    private static final long TICK_MICROS = 10_000;
    private static final long SECOND = 1_000_000_000;

    private Adjtimex() {}

    static long adjtimex(Call call) throws Errno {
        return adjust(call, call.argument(0));
    }

    static long clockAdjtime(Call call) throws Errno {
        int clock = call.intArgument(0);
        if (clock != ClockId.REALTIME) {
            ClockGettime.now(call, clock);
            throw Errno.EOPNOTSUPP;
        }
        return adjust(call, call.argument(1));
    }

    private static long adjust(Call call, long at) throws Errno {
        byte[] bytes = call.memory().read(at, BYTES);
        ByteBuffer timex = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (timex.getInt(0) != 0) {
            boolean may = call.processes().credentials(call.tid()).can(Capability.SYS_TIME);
            throw may ? Errno.EINVAL : Errno.EPERM;
        }
        long now = call.kernel().timers().realtime();
        java.util.Arrays.fill(bytes, (byte) 0);
        timex.putLong(24, LARGEST_ERROR_MICROS)
                .putLong(32, LARGEST_ERROR_MICROS)
                .putInt(40, STA_UNSYNC)
                .putLong(48, 2)
                .putLong(56, 1)
                .putLong(64, TOLERANCE)
                .putLong(72, now / SECOND)
                .putLong(80, now % SECOND / 1000)
                .putLong(88, TICK_MICROS);
        call.memory().write(at, bytes);
        return TIME_ERROR;
    }
}
