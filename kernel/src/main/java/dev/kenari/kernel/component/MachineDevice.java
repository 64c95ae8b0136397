package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.irq.Interrupts;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.machine.bus.Bus;
import dev.kenari.machine.bus.DmaWindow;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** A device of the board: a window of its bus and an interrupt source. For drivers in the kernel; a domain gets it through a facade. */
public final class MachineDevice implements Device {
    /** Interrupts in a row that an isolated driver may end with the line raised: a busy device may have raised it again, but not always. */
    static final int STORM = 10_000;

    private final Bus bus;
    private final Interrupts interrupts;
    private final long base;
    private final long size;
    private final int source;
    private final Runnable reset;

    /**
     * @param source number of its interrupt
     * @param reset how the kernel makes the device forget all that a driver which is gone had asked of it
     */
    public MachineDevice(Bus bus, Interrupts interrupts, long base, long size, int source, Consumer<Device> reset) {
        this.bus = bus;
        this.interrupts = interrupts;
        this.base = base;
        this.size = size;
        this.source = source;
        this.reset = () -> reset.accept(this);
    }

    private void check(int offset, int width) {
        if (offset < 0 || width < 1 || width > Long.BYTES || offset > size - width) {
            throw new ProtectionFault("register " + offset + " outside the window of " + size + " bytes");
        }
    }

    @Override
    public long read(int offset, int width) {
        check(offset, width);
        return bus.read(base + offset, width);
    }

    @Override
    public void write(int offset, int width, long value) {
        check(offset, width);
        bus.write(base + offset, width, value);
    }

    @Override
    public void onInterrupt(Runnable handler) {
        interrupts.register(source, handler);
    }

    /** The frames of its window; EINVAL if it shares one with another device. */
    long[] registerFrames() throws Errno {
        if (base % Frames.SIZE != 0 || size % Frames.SIZE != 0) {
            throw Errno.EINVAL;
        }
        return LongStream.range(0, size / Frames.SIZE).map(i -> base + i * Frames.SIZE).toArray();
    }

    /** What it reaches of memory; null if it has no DMA. */
    DmaWindow dma() {
        return bus.dma(base);
    }

    /** Its driver is gone: nobody handles its interrupt, which is masked, and it is at rest. */
    void release() {
        interrupts.unregister(source);
        reset.run();
    }

    void mask() {
        interrupts.mask(source);
    }

    /** Whether its line is raised. */
    boolean interrupts() {
        return interrupts.pending(source);
    }

    void unmask() {
        interrupts.unmask(source);
    }
}
