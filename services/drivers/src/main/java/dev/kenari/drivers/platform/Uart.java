package dev.kenari.drivers.platform;

import dev.kenari.drivers.Console;
import dev.kenari.kernel.component.Device;
import dev.kenari.kernel.component.Environment;
import java.io.ByteArrayOutputStream;

/**
 * Driver of a 16550 serial port. What has arrived stays in the device until somebody reads it: the receive interrupt, a level,
 * is switched off until then. What is to be sent waits in a buffer while the device is full.
 */
public final class Uart implements Console {
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
    private static final int FIFO_ENABLE_AND_CLEAR = 7;
    private static final int EIGHT_BITS = 3;
    private static final int DTR_RTS_OUT2 = 0xB;
    private static final int DATA_READY = 1;
    private static final int TRANSMITTER_EMPTY = 1 << 5;
    private static final int CARRIER_DETECT = 1 << 7;

    private static final int FIFO = 16;
    private static final int BUFFER = 1 << 14;
    /** Writers are woken when this much is free. */
    private static final int WAKE_ROOM = BUFFER / 2;

    private final Environment environment;
    private final Device device;
    private final int changed;
    private final byte[] buffer = new byte[BUFFER];
    private int head;
    private int count;
    private int enabled;
    private boolean carrier;

    public Uart(Environment environment) {
        this.environment = environment;
        this.device = environment.device();
        this.changed = environment.newWaitQueue();
        set(LINE_CONTROL, EIGHT_BITS);
        set(FIFO_CONTROL, FIFO_ENABLE_AND_CLEAR);
        set(MODEM_CONTROL, DTR_RTS_OUT2);
        carrier = (get(MODEM_STATUS) & CARRIER_DETECT) != 0;
        enable(ENABLE_RECEIVE | ENABLE_MODEM);
        device.onInterrupt(this::interrupt);
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
        boolean wake = false;
        if ((get(LINE_STATUS) & DATA_READY) != 0 && (enabled & ENABLE_RECEIVE) != 0) {
            enable(enabled & ~ENABLE_RECEIVE);
            wake = true;
        }
        boolean detected = (get(MODEM_STATUS) & CARRIER_DETECT) != 0;
        if (carrier && !detected) {
            carrier = false;
            wake = true;
        }
        if ((enabled & ENABLE_TRANSMIT) != 0) {
            send();
            wake |= BUFFER - count >= WAKE_ROOM;
        }
        if (wake) {
            environment.wake(changed);
        }
    }

    @Override
    public byte[] read(int length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < length && (get(LINE_STATUS) & DATA_READY) != 0) {
            bytes.write(get(DATA));
        }
        if (length > 0) {
            enable(enabled | ENABLE_RECEIVE);
        }
        return bytes.toByteArray();
    }

    @Override
    public int write(byte[] bytes) {
        int taken = 0;
        while (taken < bytes.length) {
            int tail = (head + count) % BUFFER;
            int chunk = Math.min(Math.min(bytes.length - taken, BUFFER - count), BUFFER - tail);
            if (chunk == 0) {
                break;
            }
            System.arraycopy(bytes, taken, buffer, tail, chunk);
            count += chunk;
            taken += chunk;
            send();
        }
        return taken;
    }

    /** Moves bytes from the buffer to the device until one is full or the other empty. */
    private void send() {
        while (count > 0 && (get(LINE_STATUS) & TRANSMITTER_EMPTY) != 0) {
            for (int n = Math.min(count, FIFO); n > 0; n--) {
                set(DATA, buffer[head]);
                head = (head + 1) % BUFFER;
                count--;
            }
        }
        enable(count > 0 ? enabled | ENABLE_TRANSMIT : enabled & ~ENABLE_TRANSMIT);
    }

    @Override
    public int room() {
        return BUFFER - count;
    }

    @Override
    public int queued() {
        return count;
    }

    @Override
    public void flush() {
        head = 0;
        count = 0;
        enable(enabled & ~ENABLE_TRANSMIT);
    }

    @Override
    public boolean carrier() {
        return carrier;
    }

    @Override
    public int waitQueue() {
        return changed;
    }
}
