package dev.kenari.machine.device.virtio;

import dev.kenari.machine.bus.DmaWindow;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.sync.LockRank;
import dev.kenari.machine.sync.RankedLock;

/** What a virtio device is apart from its transport: queues, features, configuration space. Guarded by its lock. */
public abstract class VirtioDevice {
    /** The one feature that every device here has and every driver must take (the specification, section 6). */
    static final long VERSION_1 = 1L << 32;

    /** Work on the queues. */
    @FunctionalInterface
    interface Work {
        void run() throws RingError;
    }

    final RankedLock lock = new RankedLock(LockRank.DEVICE);
    private final int deviceId;
    private final Virtqueue[] queues;
    private final DmaWindow window;
    private VirtioMmio transport;
    private boolean closed;

    VirtioDevice(int deviceId, PhysicalMemory memory, int queueCount) {
        this.deviceId = deviceId;
        this.queues = new Virtqueue[queueCount];
        this.window = new DmaWindow(memory);
        for (int i = 0; i < queueCount; i++) {
            queues[i] = new Virtqueue(memory, window);
        }
    }

    final void attach(VirtioMmio mmio) {
        transport = mmio;
    }

    /** What the device reaches of memory. */
    public final DmaWindow window() {
        return window;
    }

    final int deviceId() {
        return deviceId;
    }

    final int queueCount() {
        return queues.length;
    }

    final Virtqueue queue(int index) {
        return queues[index];
    }

    /** Device-specific feature bits. */
    long features() {
        return 0;
    }

    /** The driver has put buffers into {@code queue}. */
    abstract void notified(int queue) throws RingError;

    /** The driver is done with the set-up. */
    void started() throws RingError {}

    /** The driver starts over: forget all requests. */
    void reset() {}

    /** The configuration space; little-endian. */
    byte[] configuration() {
        return new byte[0];
    }

    /** Called by a host thread: runs {@code work} under the lock if the driver runs the device, and interrupts as needed. */
    final void whileRunning(Work work) {
        lock.lock();
        try {
            if (!closed && transport != null) {
                transport.run(work);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The configuration space has changed. */
    final void configurationChanged() {
        lock.lock();
        try {
            if (!closed && transport != null) {
                transport.configurationChanged();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Guest memory is about to vanish: host threads touch it no more once this returns. */
    public final void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
