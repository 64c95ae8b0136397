package dev.kenari.drivers.platform;

import dev.kenari.drivers.RealTimeClock;
import dev.kenari.machine.bus.Bus;
import dev.kenari.machine.fdt.Node;

/** Driver of the goldfish real-time clock: nanoseconds in two words, the low one first. */
public final class GoldfishRtc implements RealTimeClock {
    private static final long TIME_LOW = 0;
    private static final long TIME_HIGH = 4;

    private final Bus bus;
    private final long base;

    public GoldfishRtc(Bus bus, Node node) {
        this.bus = bus;
        this.base = node.wideCells("reg")[0];
    }

    @Override
    public long now() {
        long low = bus.read(base + TIME_LOW, Integer.BYTES);
        return bus.read(base + TIME_HIGH, Integer.BYTES) << Integer.SIZE | low;
    }

    @Override
    public void set(long nanos) {
        bus.write(base + TIME_HIGH, Integer.BYTES, nanos >>> Integer.SIZE);
        bus.write(base + TIME_LOW, Integer.BYTES, nanos & 0xFFFF_FFFFL);
    }
}
