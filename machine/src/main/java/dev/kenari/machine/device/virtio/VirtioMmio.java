package dev.kenari.machine.device.virtio;

import dev.kenari.machine.bus.InterruptLine;
import dev.kenari.machine.bus.MmioDevice;

/** The memory-mapped transport, version 2 (the specification, section 4.2.2). Registers are 32 bits wide, the configuration space bytes. */
public final class VirtioMmio implements MmioDevice {
    static final int MAGIC_VALUE = 0x000;
    static final int VERSION = 0x004;
    static final int DEVICE_ID = 0x008;
    static final int VENDOR_ID = 0x00C;
    static final int DEVICE_FEATURES = 0x010;
    static final int DEVICE_FEATURES_SEL = 0x014;
    static final int DRIVER_FEATURES = 0x020;
    static final int DRIVER_FEATURES_SEL = 0x024;
    static final int QUEUE_SEL = 0x030;
    static final int QUEUE_NUM_MAX = 0x034;
    static final int QUEUE_NUM = 0x038;
    static final int QUEUE_READY = 0x044;
    static final int QUEUE_NOTIFY = 0x050;
    static final int INTERRUPT_STATUS = 0x060;
    static final int INTERRUPT_ACK = 0x064;
    static final int STATUS = 0x070;
    static final int QUEUE_DESC = 0x080;
    static final int QUEUE_DRIVER = 0x090;
    static final int QUEUE_DEVICE = 0x0A0;
    static final int CONFIG_GENERATION = 0x0FC;
    static final int CONFIG = 0x100;

    static final int STATUS_DRIVER_OK = 4;
    static final int STATUS_FEATURES_OK = 8;
    static final int STATUS_NEEDS_RESET = 0x40;

    static final int USED_BUFFER = 1;
    static final int CONFIGURATION_CHANGE = 2;

    private static final int MAGIC = 0x7472_6976;
    private static final int VENDOR = 0x494E_454B;
    private static final int HIGH = 4;

    private final VirtioDevice device;
    private final InterruptLine line;
    private int status;
    private int interruptStatus;
    private int deviceFeaturesSelect;
    private int driverFeaturesSelect;
    private long driverFeatures;
    private int queueSelect;
    private int generation;

    public VirtioMmio(VirtioDevice device, InterruptLine line) {
        this.device = device;
        this.line = line;
        device.attach(this);
    }

    private long offered() {
        return VirtioDevice.VERSION_1 | device.features();
    }

    @Override
    public long read(long offset, int width) {
        device.lock.lock();
        try {
            if (offset >= CONFIG) {
                return configuration((int) offset - CONFIG, width);
            }
            return width == Integer.BYTES ? register((int) offset) & 0xFFFF_FFFFL : 0;
        } finally {
            device.lock.unlock();
        }
    }

    private long configuration(int offset, int width) {
        byte[] bytes = device.configuration();
        long value = 0;
        for (int i = Math.min(width, bytes.length - offset) - 1; i >= 0; i--) {
            value = value << Byte.SIZE | bytes[offset + i] & 0xFF;
        }
        return value;
    }

    private int register(int offset) {
        return switch (offset) {
            case MAGIC_VALUE -> MAGIC;
            case VERSION -> 2;
            case DEVICE_ID -> device.deviceId();
            case VENDOR_ID -> VENDOR;
            case DEVICE_FEATURES -> (int) (word(offered(), deviceFeaturesSelect));
            case QUEUE_NUM_MAX -> selected() == null ? 0 : Virtqueue.MAX_SIZE;
            case QUEUE_READY -> selected() != null && selected().ready() ? 1 : 0;
            case INTERRUPT_STATUS -> interruptStatus;
            case STATUS -> status;
            case CONFIG_GENERATION -> generation;
            default -> 0;
        };
    }

    private static long word(long value, int index) {
        return index == 0 ? value : index == 1 ? value >>> Integer.SIZE : 0;
    }

    private Virtqueue selected() {
        return queueSelect >= 0 && queueSelect < device.queueCount() ? device.queue(queueSelect) : null;
    }

    @Override
    public void write(long offset, int width, long value) {
        device.lock.lock();
        try {
            if (width == Integer.BYTES && offset < CONFIG) {
                register((int) offset, value & 0xFFFF_FFFFL);
            }
        } finally {
            device.lock.unlock();
        }
    }

    private void register(int offset, long value) {
        switch (offset) {
            case DEVICE_FEATURES_SEL -> deviceFeaturesSelect = (int) value;
            case DRIVER_FEATURES_SEL -> driverFeaturesSelect = (int) value;
            case DRIVER_FEATURES -> {
                if (driverFeaturesSelect == 0 || driverFeaturesSelect == 1) {
                    int shift = driverFeaturesSelect * Integer.SIZE;
                    driverFeatures = driverFeatures & ~(0xFFFF_FFFFL << shift) | value << shift;
                }
            }
            case QUEUE_SEL -> queueSelect = (int) value;
            case QUEUE_NOTIFY -> notify(value);
            case INTERRUPT_ACK -> {
                interruptStatus &= (int) ~value;
                line.set(interruptStatus != 0);
            }
            case STATUS -> setStatus((int) value);
            default -> queueRegister(offset, value);
        }
    }

    private void queueRegister(int offset, long value) {
        Virtqueue queue = selected();
        if (queue == null) {
            return;
        }
        switch (offset) {
            case QUEUE_NUM -> queue.setSize((int) value);
            case QUEUE_READY -> {
                if ((value & 1) == 0) {
                    queue.disable();
                } else if (!queue.ready()) {
                    guarded(queue::enable);
                }
            }
            case QUEUE_DESC, QUEUE_DESC + HIGH -> queue.setAddress(0, offset != QUEUE_DESC, value);
            case QUEUE_DRIVER, QUEUE_DRIVER + HIGH -> queue.setAddress(1, offset != QUEUE_DRIVER, value);
            case QUEUE_DEVICE, QUEUE_DEVICE + HIGH -> queue.setAddress(2, offset != QUEUE_DEVICE, value);
            default -> {} // Read-only, or nothing there.
        }
    }

    private void setStatus(int value) {
        if (value == 0) {
            reset();
            return;
        }
        boolean starts = (value & ~status & STATUS_DRIVER_OK) != 0;
        int wanted = value & 0xFF | status & STATUS_NEEDS_RESET;
        boolean featuresMatch = (driverFeatures & ~offered()) == 0 && (driverFeatures & VirtioDevice.VERSION_1) != 0;
        status = featuresMatch ? wanted : wanted & ~STATUS_FEATURES_OK;
        if (starts) {
            run(device::started);
        }
    }

    private void reset() {
        status = 0;
        interruptStatus = 0;
        driverFeatures = 0;
        queueSelect = 0;
        for (int i = 0; i < device.queueCount(); i++) {
            device.queue(i).reset();
        }
        device.reset();
        line.set(false);
    }

    private void notify(long queue) {
        if (queue < device.queueCount() && device.queue((int) queue).ready()) {
            run(() -> device.notified((int) queue));
        }
    }

    /** Runs {@code work} if the driver runs the device; under the device's lock. */
    void run(VirtioDevice.Work work) {
        int required = STATUS_DRIVER_OK | STATUS_FEATURES_OK;
        if ((status & (required | STATUS_NEEDS_RESET)) != required) {
            return;
        }
        guarded(work);
        boolean interrupt = false;
        for (int i = 0; i < device.queueCount(); i++) {
            Virtqueue queue = device.queue(i);
            interrupt |= queue.ready() && queue.takeInterrupt();
        }
        if (interrupt) {
            interruptStatus |= USED_BUFFER;
            line.set(true);
        }
    }

    private void guarded(VirtioDevice.Work work) {
        try {
            work.run();
        } catch (RingError e) {
            status |= STATUS_NEEDS_RESET;
            configurationChanged();
        }
    }

    /** Under the device's lock. */
    void configurationChanged() {
        generation++;
        if ((status & STATUS_DRIVER_OK) != 0) {
            interruptStatus |= CONFIGURATION_CHANGE;
            line.set(true);
        }
    }
}
