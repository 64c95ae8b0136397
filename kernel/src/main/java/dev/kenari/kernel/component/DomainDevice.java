package dev.kenari.kernel.component;

import dev.kenari.kernel.cap.Capability;
import dev.kenari.kernel.cap.CapabilitySpace;
import dev.kenari.kernel.ipc.Notification;

/**
 * A device whose driver lives in a domain, which holds a capability to it. Interrupts reach it as notifications; its line is masked until
 * the driver has handled one. A driver that never makes its device drop the line is ended: each interrupt would take a little of everybody's time.
 */
final class DomainDevice implements Device {
    /** What an interrupt sets of the notification. */
    private static final long INTERRUPT = 1;

    private final Domain domain;
    private final CapabilitySpace capabilities;
    private final Capability window;
    /** The kernel's, to the notification. */
    private final Capability all;

    /** @param device the kernel's capability to it */
    DomainDevice(CapabilitySpace kernel, Capability device, Domain domain, Notification interrupt) {
        this.domain = domain;
        this.capabilities = domain.capabilities();
        this.window = device.derive(capabilities, Capability.READ | Capability.WRITE);
        this.all = kernel.create(interrupt);
    }

    private MachineDevice device(int right) {
        return capabilities.find(window.number(), MachineDevice.class, right);
    }

    @Override
    public long read(int offset, int width) {
        return device(Capability.READ).read(offset, width);
    }

    @Override
    public void write(int offset, int width, long value) {
        device(Capability.WRITE).write(offset, width, value);
    }

    @Override
    public void onInterrupt(Runnable handler) {
        MachineDevice device = device(Capability.WRITE);
        long waits = all.derive(capabilities, Capability.READ).number();
        domain.task("interrupt", task -> {
            for (int raised = 0; raised < MachineDevice.STORM; ) {
                capabilities.find(waits, Notification.class, Capability.READ).await();
                domain.begin();
                handler.run();
                MachineDevice handled = device(Capability.WRITE);
                raised = handled.interrupts() ? raised + 1 : 0;
                handled.unmask();
            }
            domain.kill("interrupt storm: the line is raised after each of " + MachineDevice.STORM + " interrupts");
        }).wake();
        Notification notification = (Notification) all.object();
        device.onInterrupt(() -> {
            device.mask();
            notification.signal(INTERRUPT);
        });
    }

    /** The domain has ended. */
    void release() {
        window.delete();
        all.delete();
    }
}
