package dev.kenari.drivers.platform;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.Console;
import dev.kenari.kernel.component.ComponentFactory;
import dev.kenari.kernel.component.ComponentMemory;
import dev.kenari.kernel.component.Device;
import dev.kenari.kernel.component.Environment;

/**
 * Driver of a 16550 serial port. What has arrived stays in the device until somebody asks for it: the receive interrupt, a level, is
 * switched off until then. What was asked for, and how many bytes were sent, is kept, so that an instance goes on where the one before
 * ended: with the one byte lost or sent twice, at most, at which that died.
 */
public final class Uart implements Console {
    /** Starts a driver. */
    public static final class Factory implements ComponentFactory<Console> {
        @Override
        public Console start(Environment environment, String[] arguments) throws Errno {
            return new Uart(environment);
        }
    }

    private static final int DATA = 0;
    private static final int INTERRUPT_ENABLE = 1;
    private static final int FIFO_CONTROL = 2;
    private static final int LINE_CONTROL = 3;
    private static final int MODEM_CONTROL = 4;
    private static final int LINE_STATUS = 5;
    private static final int MODEM_STATUS = 6;

    private static final int ENABLE_RECEIVE = 1;
    private static final int ENABLE_TRANSMIT = 1 << 1;
    private static final int ENABLE_MODEM = 1 << 3;
    private static final int FIFO_ENABLE = 1;
    private static final int EIGHT_BITS = 3;
    private static final int DTR_RTS_OUT2 = 0xB;
    private static final int DATA_READY = 1;
    private static final int TRANSMITTER_EMPTY = 1 << 5;
    private static final int CARRIER_DETECT = 1 << 7;

    private static final int FIFO = 16;

    // In the kept frame: how many bytes were sent; the position of the first that was received and not forgotten, their number, and they.
    private static final int SENT = 0;
    private static final int POSITION = 8;
    private static final int COUNT = 16;
    private static final int BYTES = 64;
    /** A power of two, so that a byte's position says where it is. */
    private static final int CAPACITY = 1024;

    private final Environment environment;
    private final ComponentMemory memory;
    private final Device device;
    private final long state;
    private final int changed;
    private int enabled;

    Uart(Environment environment) throws Errno {
        this.environment = environment;
        this.memory = environment.memory();
        this.device = environment.device();
        this.state = environment.keptFrame(0);
        this.changed = environment.newWaitQueue();
        if (count() < 0 || count() > CAPACITY) {
            environment.warn("uart: what has arrived is lost: its notes make no sense");
            memory.putInt(state + COUNT, 0);
        }
        set(LINE_CONTROL, EIGHT_BITS);
        set(FIFO_CONTROL, FIFO_ENABLE);
        set(MODEM_CONTROL, DTR_RTS_OUT2);
        enable(ENABLE_RECEIVE | ENABLE_MODEM);
        device.onInterrupt(this::interrupt);
        // Who waits for what the instance before would have told finds out for himself.
        environment.wake(changed);
    }

    /** What a device does for nobody. */
    public static void silence(Device device) {
        device.write(INTERRUPT_ENABLE, 1, 0);
    }

    private int get(int register) {
        return (int) device.read(register, 1);
    }

    private void set(int register, int value) {
        device.write(register, 1, value);
    }

    private void enable(int interrupts) {
        if (enabled != interrupts) {
            enabled = interrupts;
            set(INTERRUPT_ENABLE, interrupts);
        }
    }

    private void interrupt() {
        // The modem's cause goes as it is read. The others are off until somebody has looked.
        get(MODEM_STATUS);
        if ((get(LINE_STATUS) & DATA_READY) != 0) {
            enable(enabled & ~ENABLE_RECEIVE);
        }
        if ((get(LINE_STATUS) & TRANSMITTER_EMPTY) != 0) {
            enable(enabled & ~ENABLE_TRANSMIT);
        }
        environment.wake(changed);
    }

    private int count() {
        return memory.getInt(state + COUNT);
    }

    private long position() {
        return memory.getLong(state + POSITION);
    }

    private long address(long position) {
        return state + BYTES + (position & CAPACITY - 1);
    }

    @Override
    public byte[] read(long position, int length) throws Errno {
        long known = position - position();
        if (known < 0) {
            throw Errno.EINVAL;
        }
        memory.putInt(state + COUNT, (int) Math.max(count() - known, 0));
        memory.putLong(state + POSITION, position);
        int wanted = Math.min(length, CAPACITY);
        while (count() < wanted && (get(LINE_STATUS) & DATA_READY) != 0) {
            memory.putByte(address(position + count()), (byte) get(DATA));
            memory.putInt(state + COUNT, count() + 1);
        }
        if (length > 0) {
            enable(enabled | ENABLE_RECEIVE);
        }
        byte[] bytes = new byte[Math.max(Math.min(count(), wanted), 0)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = memory.getByte(address(position + i));
        }
        return bytes;
    }

    @Override
    public int write(long position, byte[] bytes) throws Errno {
        long sent = memory.getLong(state + SENT);
        if (position > sent) {
            throw Errno.EINVAL;
        }
        int at = (int) Math.min(sent - position, bytes.length);
        while (at < bytes.length && (get(LINE_STATUS) & TRANSMITTER_EMPTY) != 0) {
            for (int n = Math.min(bytes.length - at, FIFO); n > 0; n--) {
                set(DATA, bytes[at++]);
                memory.putLong(state + SENT, position + at);
            }
        }
        enable(at < bytes.length ? enabled | ENABLE_TRANSMIT : enabled & ~ENABLE_TRANSMIT);
        return at;
    }

    @Override
    public boolean carrier() {
        return (get(MODEM_STATUS) & CARRIER_DETECT) != 0;
    }

    @Override
    public int waitQueue() {
        return changed;
    }
}
