package dev.kenari.kernel.fault;

import dev.kenari.kernel.component.Device;

/** A virtio-mmio device (the specification, section 4.2.2) one of whose interrupts is lost, or whose line sticks. */
final class FaultyDevice implements Device {
    private static final int INTERRUPT_STATUS = 0x060;
    private static final int INTERRUPT_ACK = 0x064;
    /** Interrupts of a storm that are handled at full speed: more than a domain survives. */
    private static final int BURST = 20_000;
    private static final int MAGIC = 0x7472_6976;

    private final Device real;
    private final Injector injector;
    private boolean stuck;
    private int spurious;

    FaultyDevice(Device real, Injector injector) {
        this.real = real;
        this.injector = injector;
    }

    @Override
    public long read(int offset, int width) {
        return real.read(offset, width);
    }

    @Override
    public void write(int offset, int width, long value) {
        if (!(stuck && offset == INTERRUPT_ACK && injector.running())) {
            real.write(offset, width, value);
        }
    }

    @Override
    public void onInterrupt(Runnable handler) {
        boolean virtio = (int) real.read(0, Integer.BYTES) == MAGIC;
        real.onInterrupt(virtio ? () -> interrupt(handler) : handler);
    }

    private void interrupt(Runnable handler) {
        if (injector.due("interrupt")) {
            if (injector.fault().kind() == FaultKind.LOST_IRQ) {
                real.write(INTERRUPT_ACK, Integer.BYTES, real.read(INTERRUPT_STATUS, Integer.BYTES));
                return;
            }
            stuck = true;
        }
        if (stuck && ++spurious > BURST) {
            injector.rest();
        }
        handler.run();
    }
}
