package dev.kenari.machine.device;

import dev.kenari.machine.Clock;
import dev.kenari.machine.bus.MmioDevice;

/**
 * The real-time clock of Android's emulator (Goldfish virtual hardware, "RTC"), as QEMU's {@code virt} has it: nanoseconds since 1970.
 * Reading the low word latches the high one. It can be set; it has no alarm, and the device tree gives it no interrupt.
 */
public final class GoldfishRtc implements MmioDevice {
    static final int TIME_LOW = 0;
    static final int TIME_HIGH = 4;

    private final Clock clock;
    private long offset;
    private int latchedHigh;

    public GoldfishRtc(Clock clock) {
        this.clock = clock;
        this.offset = clock.epochNanos();
    }

    @Override
    public synchronized long read(long register, int width) {
        if (register == TIME_LOW) {
            long now = clock.nanos() + offset;
            latchedHigh = (int) (now >>> Integer.SIZE);
            return RegisterSlice.part(now, 0, Math.min(width, Integer.BYTES));
        }
        return register == TIME_HIGH ? latchedHigh & 0xFFFF_FFFFL : 0;
    }

    @Override
    public synchronized void write(long register, int width, long value) {
        if (register == TIME_HIGH) {
            latchedHigh = (int) value;
        } else if (register == TIME_LOW) {
            offset = ((long) latchedHigh << Integer.SIZE | value & 0xFFFF_FFFFL) - clock.nanos();
        }
    }
}
