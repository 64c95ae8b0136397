package dev.kenari.machine.device.virtio;

import dev.kenari.machine.bus.PhysicalMemory;
import java.util.concurrent.atomic.AtomicBoolean;

/** A minimal driver: sets a device up through its registers and writes its rings by hand. Queue n lives in page n + 1 of memory. */
final class DriverSide {
    static final long BASE = 0x8000_0000L;
    static final int SIZE = 8;

    private static final int AVAILABLE = 0x400;
    private static final int USED = 0x800;

    final PhysicalMemory memory;
    final VirtioMmio mmio;
    final AtomicBoolean interrupt = new AtomicBoolean();
    private final int[] nextDescriptor;
    private final int[] available;
    private final int[] seen;

    DriverSide(PhysicalMemory memory, VirtioDevice device) {
        this.memory = memory;
        mmio = new VirtioMmio(device, interrupt::set);
        nextDescriptor = new int[device.queueCount()];
        available = new int[device.queueCount()];
        seen = new int[device.queueCount()];
    }

    void set(int register, long value) {
        mmio.write(register, 4, value);
    }

    int get(int register) {
        return (int) mmio.read(register, 4);
    }

    static long ring(int queue) {
        return BASE + (queue + 1) * 0x1000L;
    }

    /** Steps 1 to 8 of the specification's section 3.1.1. */
    void start(long features) {
        set(VirtioMmio.STATUS, 0);
        set(VirtioMmio.STATUS, 3);
        set(VirtioMmio.DRIVER_FEATURES_SEL, 0);
        set(VirtioMmio.DRIVER_FEATURES, features & 0xFFFF_FFFFL);
        set(VirtioMmio.DRIVER_FEATURES_SEL, 1);
        set(VirtioMmio.DRIVER_FEATURES, features >>> 32);
        set(VirtioMmio.STATUS, 3 | VirtioMmio.STATUS_FEATURES_OK);
        for (int queue = 0; queue < available.length; queue++) {
            set(VirtioMmio.QUEUE_SEL, queue);
            set(VirtioMmio.QUEUE_NUM, SIZE);
            address(VirtioMmio.QUEUE_DESC, ring(queue));
            address(VirtioMmio.QUEUE_DRIVER, ring(queue) + AVAILABLE);
            address(VirtioMmio.QUEUE_DEVICE, ring(queue) + USED);
            set(VirtioMmio.QUEUE_READY, 1);
        }
        set(VirtioMmio.STATUS, 3 | VirtioMmio.STATUS_FEATURES_OK | VirtioMmio.STATUS_DRIVER_OK);
    }

    private void address(int register, long address) {
        set(register, address & 0xFFFF_FFFFL);
        set(register + 4, address >>> 32);
    }

    void descriptor(int queue, int index, long address, long length, int flags, int next) {
        long at = ring(queue) + index * 16L;
        memory.putLong(at, address);
        memory.putInt(at + 8, (int) length);
        memory.putShort(at + 12, (short) flags);
        memory.putShort(at + 14, (short) next);
    }

    /** Offers the chain at descriptor {@code head}, without a notification. */
    void offer(int queue, int head) {
        long ring = ring(queue) + AVAILABLE;
        memory.putShort(ring + 4 + 2L * (available[queue] % SIZE), (short) head);
        memory.putShort(ring + 2, (short) ++available[queue]);
    }

    void notifyQueue(int queue) {
        set(VirtioMmio.QUEUE_NOTIFY, queue);
    }

    /** Offers one buffer, for the device to read or write, and notifies. */
    void submit(int queue, long address, int length, boolean writable) {
        int index = nextDescriptor[queue]++ % SIZE;
        descriptor(queue, index, address, length, writable ? Virtqueue.WRITE : 0, 0);
        offer(queue, index);
        notifyQueue(queue);
    }

    /** Requests that the device has finished and {@link #used} has not yet reported. */
    int finished(int queue) {
        return (memory.getShort(ring(queue) + USED + 2) & 0xFFFF) - seen[queue];
    }

    /** The length that the next finished request reports. */
    int used(int queue) {
        int slot = seen[queue]++ % SIZE;
        return memory.getInt(ring(queue) + USED + 4 + slot * 8L + 4);
    }

    int status() {
        return get(VirtioMmio.STATUS);
    }

    boolean needsReset() {
        return (status() & VirtioMmio.STATUS_NEEDS_RESET) != 0;
    }
}
