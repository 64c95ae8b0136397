package dev.kenari.kernel.component;

import dev.kenari.kernel.ipc.Notification;

/** A device whose driver lives in a domain. Interrupts reach it as notifications; its line is masked until the driver has handled one. */
final class DomainDevice implements Device {
    private final MachineDevice device;
    private final Domain domain;
    private final Notification interrupt;
    private boolean released;

    DomainDevice(MachineDevice device, Domain domain, Notification interrupt) {
        this.device = device;
        this.domain = domain;
        this.interrupt = interrupt;
    }

    private void checkAlive() {
        if (released) {
            throw new ProtectionFault("a dead domain uses a device");
        }
    }

    @Override
    public long read(int offset, int width) {
        checkAlive();
        return device.read(offset, width);
    }

    @Override
    public void write(int offset, int width, long value) {
        checkAlive();
        device.write(offset, width, value);
    }

    @Override
    public void onInterrupt(Runnable handler) {
        checkAlive();
        domain.task("interrupt", task -> {
            while (true) {
                interrupt.await();
                domain.begin();
                handler.run();
                device.unmask();
            }
        }).wake();
        device.onInterrupt(() -> {
            device.mask();
            interrupt.signal(1);
        });
    }

    /** The domain has ended: the device is another's. */
    void release() {
        if (!released) {
            released = true;
            device.release();
        }
    }
}
