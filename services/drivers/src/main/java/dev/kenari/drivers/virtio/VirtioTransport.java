package dev.kenari.drivers.virtio;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.ComponentMemory;
import dev.kenari.kernel.component.Device;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.mm.Frames;

/** The registers of one virtio-mmio slot (the specification, section 4.2.2), from probing to running. */
public final class VirtioTransport {
    private static final int MAGIC_VALUE = 0x000;
    private static final int VERSION = 0x004;
    private static final int DEVICE_ID = 0x008;
    private static final int DEVICE_FEATURES = 0x010;
    private static final int DEVICE_FEATURES_SEL = 0x014;
    private static final int DRIVER_FEATURES = 0x020;
    private static final int DRIVER_FEATURES_SEL = 0x024;
    private static final int QUEUE_SEL = 0x030;
    private static final int QUEUE_NUM_MAX = 0x034;
    private static final int QUEUE_NUM = 0x038;
    private static final int QUEUE_READY = 0x044;
    private static final int QUEUE_NOTIFY = 0x050;
    private static final int INTERRUPT_STATUS = 0x060;
    private static final int INTERRUPT_ACK = 0x064;
    private static final int STATUS = 0x070;
    private static final int QUEUE_DESC = 0x080;
    private static final int QUEUE_DRIVER = 0x090;
    private static final int QUEUE_DEVICE = 0x0A0;
    private static final int CONFIG = 0x100;

    private static final int MAGIC = 0x7472_6976;
    private static final int ACKNOWLEDGE_AND_DRIVER = 3;
    private static final int FEATURES_OK = 8;
    private static final int DRIVER_OK = 4;
    private static final int FAILED = 0x80;
    private static final long VERSION_1 = 1L << 32;

    static final int CONFIGURATION_CHANGE = 2;

    private final ComponentMemory memory;
    private final Device device;

    public VirtioTransport(Environment environment) {
        this.memory = environment.memory();
        this.device = environment.device();
    }

    /** The device forgets everything. */
    public static void reset(Device device) {
        device.write(STATUS, Integer.BYTES, 0);
    }

    private int get(int register) {
        return (int) device.read(register, Integer.BYTES);
    }

    private void set(int register, long value) {
        device.write(register, Integer.BYTES, value & 0xFFFF_FFFFL);
    }

    /** What kind of device is in a slot; 0 for none. */
    public static int deviceId(Device device) {
        boolean virtio = (int) device.read(MAGIC_VALUE, Integer.BYTES) == MAGIC
                && device.read(VERSION, Integer.BYTES) == 2;
        return virtio ? (int) device.read(DEVICE_ID, Integer.BYTES) : 0;
    }

    /** Resets the device and agrees on those of {@code features} that are on offer, which are returned. */
    long negotiateAny(long features) throws Errno {
        set(STATUS, 0);
        long offered = 0;
        for (int word = 0; word < 2; word++) {
            set(DEVICE_FEATURES_SEL, word);
            offered |= (get(DEVICE_FEATURES) & 0xFFFF_FFFFL) << word * Integer.SIZE;
        }
        negotiate(features & offered);
        return features & offered;
    }

    /** Resets the device and agrees on {@code features}, which must all be on offer. ENODEV. */
    void negotiate(long features) throws Errno {
        long wanted = features | VERSION_1;
        set(STATUS, 0);
        set(STATUS, ACKNOWLEDGE_AND_DRIVER);
        for (int word = 0; word < 2; word++) {
            int half = (int) (wanted >>> word * Integer.SIZE);
            set(DEVICE_FEATURES_SEL, word);
            if ((get(DEVICE_FEATURES) & half) != half) {
                set(STATUS, FAILED);
                throw Errno.ENODEV;
            }
            set(DRIVER_FEATURES_SEL, word);
            set(DRIVER_FEATURES, half);
        }
        set(STATUS, ACKNOWLEDGE_AND_DRIVER | FEATURES_OK);
        if ((get(STATUS) & FEATURES_OK) == 0) {
            throw Errno.ENODEV;
        }
    }

    /** Sets up queue {@code index}. */
    VirtioQueue queue(int index) throws Errno {
        return queue(index, memory.allocate(), memory.allocate());
    }

    /** Sets up queue {@code index} in two frames, which are cleared. */
    VirtioQueue queue(int index, long frame, long rings) throws Errno {
        memory.fill(frame, Frames.SIZE, (byte) 0);
        memory.fill(rings, Frames.SIZE, (byte) 0);
        set(QUEUE_SEL, index);
        int size = Math.min(get(QUEUE_NUM_MAX), VirtioQueue.MAX_SIZE);
        if (size == 0) {
            throw Errno.ENODEV;
        }
        VirtioQueue queue = new VirtioQueue(memory, frame, rings, size, () -> set(QUEUE_NOTIFY, index));
        set(QUEUE_NUM, size);
        setAddress(QUEUE_DESC, queue.descriptors());
        setAddress(QUEUE_DRIVER, queue.available());
        setAddress(QUEUE_DEVICE, queue.used());
        set(QUEUE_READY, 1);
        return queue;
    }

    private void setAddress(int register, long address) {
        set(register, address);
        set(register + Integer.BYTES, address >>> Integer.SIZE);
    }

    /** The device runs from now on; {@code handler} gets the causes of each interrupt, already acknowledged. */
    void start(Handler handler) {
        device.onInterrupt(() -> {
            int causes = get(INTERRUPT_STATUS);
            set(INTERRUPT_ACK, causes);
            handler.interrupt(causes);
        });
        set(STATUS, ACKNOWLEDGE_AND_DRIVER | FEATURES_OK | DRIVER_OK);
    }

    /** Hears of interrupts, under the kernel lock; must not sleep. */
    @FunctionalInterface
    interface Handler {
        /** @param causes bit 0 for used buffers, {@link #CONFIGURATION_CHANGE} */
        void interrupt(int causes);
    }

    /** {@code width} bytes of the configuration space. */
    long configuration(int offset, int width) {
        return device.read(CONFIG + offset, width);
    }
}
