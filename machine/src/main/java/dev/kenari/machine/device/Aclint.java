package dev.kenari.machine.device;

import dev.kenari.machine.Clock;
import dev.kenari.machine.bus.MmioDevice;
import dev.kenari.machine.riscv.Cause;
import dev.kenari.machine.riscv.Hart;
import java.util.Arrays;
import java.util.List;

/**
 * Timer and inter-processor interrupts (RISC-V ACLINT Specification 1.0-rc4): MSWI at 0, MTIMER at 0x4000, as SiFive's CLINT has them.
 * The board has no M-mode, so what would interrupt M-mode goes straight to S-mode, as firmware would pass it on.
 */
public final class Aclint implements MmioDevice {
    /** Nanoseconds per tick of {@code mtime}: a timebase of 10 MHz. */
    public static final long TICK_NANOS = 100;

    static final long MTIMECMP = 0x4000;
    static final long MTIME = 0xBFF8;

    private final List<? extends Hart> harts;
    private final Clock clock;
    private final int[] softwarePending;
    private final long[] compare;

    public Aclint(List<? extends Hart> harts, Clock clock) {
        this.harts = harts;
        this.clock = clock;
        this.softwarePending = new int[harts.size()];
        this.compare = new long[harts.size()];
        Arrays.fill(compare, -1);
    }

    @Override
    public synchronized long read(long offset, int width) {
        if (offset >= MTIME) {
            return RegisterSlice.part(clock.nanos() / TICK_NANOS, offset - MTIME, width);
        }
        if (offset >= MTIMECMP) {
            int hart = (int) (offset - MTIMECMP >>> 3);
            return hart < compare.length ? RegisterSlice.part(compare[hart], offset & 7, width) : 0;
        }
        int hart = (int) (offset >>> 2);
        return hart < softwarePending.length ? RegisterSlice.part(softwarePending[hart], offset & 3, width) : 0;
    }

    @Override
    public synchronized void write(long offset, int width, long value) {
        if (offset >= MTIME) {
            return;
        }
        if (offset >= MTIMECMP) {
            int hart = (int) (offset - MTIMECMP >>> 3);
            if (hart < compare.length) {
                compare[hart] = RegisterSlice.replace(compare[hart], offset & 7, width, value);
                harts.get(hart).setTimer(nanos(compare[hart]));
            }
            return;
        }
        int hart = (int) (offset >>> 2);
        if (hart < softwarePending.length && (offset & 3) == 0) {
            softwarePending[hart] = (int) value & 1;
            if (softwarePending[hart] != 0) {
                harts.get(hart).raise(Cause.SOFTWARE);
            } else {
                harts.get(hart).lower(Cause.SOFTWARE);
            }
        }
    }

    private static long nanos(long ticks) {
        return Long.compareUnsigned(ticks, Long.MAX_VALUE / TICK_NANOS) >= 0 ? Long.MAX_VALUE : ticks * TICK_NANOS;
    }

    /** SSWI: writing 1 to a hart's SETSSIP register interrupts it; it reads 0, and the hart itself clears the interrupt. */
    public MmioDevice sswi() {
        return new MmioDevice() {
            @Override
            public long read(long offset, int width) {
                return 0;
            }

            @Override
            public void write(long offset, int width, long value) {
                long hart = offset >>> 2;
                if (hart < harts.size() && (offset & 3) == 0 && (value & 1) != 0) {
                    harts.get((int) hart).raise(Cause.SOFTWARE);
                }
            }
        };
    }
}
