package dev.kenari.machine.device;

import dev.kenari.machine.bus.InterruptLine;
import dev.kenari.machine.bus.MmioDevice;
import dev.kenari.machine.sync.LockRank;
import dev.kenari.machine.sync.RankedLock;

/**
 * A serial port (National Semiconductor PC16550D data sheet, section 8). The line is infinitely fast while the host keeps up: a byte
 * leaves as it is written, and THRE drops only when the buffer to the host is nearly full. Carrier (DCD) drops when the host's input ends.
 */
public final class Uart16550 implements MmioDevice {
    static final int RBR_THR_DLL = 0;
    static final int IER_DLM = 1;
    static final int IIR_FCR = 2;
    static final int LCR = 3;
    static final int MCR = 4;
    static final int LSR = 5;
    static final int MSR = 6;
    static final int SCR = 7;

    static final int IER_RECEIVE = 1;
    static final int IER_TRANSMIT = 1 << 1;
    static final int IER_LINE = 1 << 2;
    static final int IER_MODEM = 1 << 3;

    static final int IIR_NONE = 1;
    static final int IIR_MODEM = 0;
    static final int IIR_TRANSMIT = 2;
    static final int IIR_RECEIVE = 4;
    static final int IIR_LINE = 6;
    static final int IIR_TIMEOUT = 0xC;
    static final int IIR_FIFO = 0xC0;

    static final int FCR_ENABLE = 1;
    static final int FCR_CLEAR_RECEIVER = 1 << 1;

    static final int LCR_DLAB = 1 << 7;
    static final int MCR_LOOP = 1 << 4;

    static final int LSR_DATA = 1;
    static final int LSR_OVERRUN = 1 << 1;
    static final int LSR_THRE = 1 << 5;
    static final int LSR_TEMT = 1 << 6;

    static final int MSR_DELTA_DCD = 1 << 3;
    static final int MSR_CTS = 1 << 4;
    static final int MSR_DSR = 1 << 5;
    static final int MSR_DCD = 1 << 7;

    static final int FIFO = 16;

    private static final int[] TRIGGERS = {1, 4, 8, 14};
    private static final int MCR_OUT2 = 1 << 3;
    /** THRE comes back only when a good part of the host's buffer is free, so that a slow host costs few interrupts. */
    private static final int RESUME_ROOM = HostWriter.CAPACITY / 4;

    private final RankedLock lock = new RankedLock(LockRank.DEVICE);
    private final HostReader reader;
    private final HostWriter writer;
    private final InterruptLine line;
    private int divisor = 12;
    private int interruptEnable;
    private int fifoControl;
    private int lineControl;
    private int modemControl = MCR_OUT2;
    private int modemDelta;
    private int scratch;
    private boolean carrier = true;
    private boolean overrun;
    private boolean throttled;
    private boolean transmitInterrupt;
    /** What the transmitter sent to the receiver in loop-back mode. */
    private final byte[] loop = new byte[FIFO];
    private int loopCount;

    public Uart16550(HostReader reader, HostWriter writer, InterruptLine line) {
        this.reader = reader;
        this.writer = writer;
        this.line = line;
        reader.whenArrived(this::arrived);
        writer.whenRoom(this::room);
    }

    private void arrived() {
        lock.lock();
        try {
            if (reader.ended() && carrier) {
                carrier = false;
                modemDelta |= MSR_DELTA_DCD;
            }
            update();
        } finally {
            lock.unlock();
        }
    }

    private void room() {
        lock.lock();
        try {
            if (throttled && writer.room() >= RESUME_ROOM) {
                throttled = false;
                transmitInterrupt = true;
                update();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean looping() {
        return (modemControl & MCR_LOOP) != 0;
    }

    private int received() {
        return looping() ? loopCount : reader.available();
    }

    private int interrupt() {
        if ((interruptEnable & IER_LINE) != 0 && overrun) {
            return IIR_LINE;
        }
        int received = received();
        if ((interruptEnable & IER_RECEIVE) != 0 && received > 0) {
            boolean fifo = (fifoControl & FCR_ENABLE) != 0;
            return fifo && received < TRIGGERS[fifoControl >>> 6] ? IIR_TIMEOUT : IIR_RECEIVE;
        }
        if ((interruptEnable & IER_TRANSMIT) != 0 && transmitInterrupt) {
            return IIR_TRANSMIT;
        }
        return (interruptEnable & IER_MODEM) != 0 && modemDelta != 0 ? IIR_MODEM : IIR_NONE;
    }

    private void update() {
        line.set(interrupt() != IIR_NONE);
    }

    @Override
    public long read(long offset, int width) {
        lock.lock();
        try {
            int value = read((int) offset);
            update();
            return value & 0xFF;
        } finally {
            lock.unlock();
        }
    }

    private int read(int register) {
        return switch (register) {
            case RBR_THR_DLL -> divisorLatch() ? divisor : receive();
            case IER_DLM -> divisorLatch() ? divisor >>> 8 : interruptEnable;
            case IIR_FCR -> identify();
            case LCR -> lineControl;
            case MCR -> modemControl;
            case LSR -> lineStatus();
            case MSR -> modemStatus();
            case SCR -> scratch;
            default -> 0;
        };
    }

    private boolean divisorLatch() {
        return (lineControl & LCR_DLAB) != 0;
    }

    private int receive() {
        if (looping()) {
            int value = loopCount > 0 ? loop[0] : 0;
            if (loopCount > 0) {
                System.arraycopy(loop, 1, loop, 0, --loopCount);
            }
            return value;
        }
        byte[] one = new byte[1];
        if (reader.take(one, 0, 1) == 1 && reader.ended() && carrier) {
            carrier = false;
            modemDelta |= MSR_DELTA_DCD;
        }
        return one[0];
    }

    private int identify() {
        int cause = interrupt();
        if (cause == IIR_TRANSMIT) {
            transmitInterrupt = false;
        }
        return cause | ((fifoControl & FCR_ENABLE) != 0 ? IIR_FIFO : 0);
    }

    private int lineStatus() {
        int status = (received() > 0 ? LSR_DATA : 0) | (overrun ? LSR_OVERRUN : 0);
        overrun = false;
        return status | (throttled ? 0 : LSR_THRE | LSR_TEMT);
    }

    private int modemStatus() {
        int delta = modemDelta;
        modemDelta = 0;
        if (looping()) {
            int rts = (modemControl >>> 1 & 1) << 4;
            int dtr = (modemControl & 1) << 5;
            int outs = (modemControl >>> 2 & 3) << 6;
            return rts | dtr | outs | delta;
        }
        return MSR_CTS | MSR_DSR | (carrier ? MSR_DCD : 0) | delta;
    }

    @Override
    public void write(long offset, int width, long value) {
        lock.lock();
        try {
            write((int) offset, (int) value & 0xFF);
            update();
        } finally {
            lock.unlock();
        }
    }

    private void write(int register, int value) {
        switch (register) {
            case RBR_THR_DLL -> {
                if (divisorLatch()) {
                    divisor = divisor & 0xFF00 | value;
                } else {
                    transmit((byte) value);
                }
            }
            case IER_DLM -> {
                if (divisorLatch()) {
                    divisor = divisor & 0xFF | value << 8;
                } else {
                    enable(value & 0xF);
                }
            }
            case IIR_FCR -> controlFifo(value);
            case LCR -> lineControl = value;
            case MCR -> modemControl = value & 0x1F;
            case SCR -> scratch = value;
            default -> {} // LSR and MSR are read-only.
        }
    }

    private void transmit(byte value) {
        transmitInterrupt = false;
        if (looping()) {
            if (loopCount == FIFO) {
                overrun = true;
            } else {
                loop[loopCount++] = value;
            }
            transmitInterrupt = true;
            return;
        }
        // A driver that writes while THRE is 0 loses what the FIFO can't hold, as on the chip.
        writer.offer(new byte[] {value}, 0, 1);
        throttled = writer.room() < FIFO;
        transmitInterrupt = !throttled;
    }

    private void enable(int value) {
        if ((value & ~interruptEnable & IER_TRANSMIT) != 0 && !throttled) {
            transmitInterrupt = true;
        }
        interruptEnable = value;
    }

    private void controlFifo(int value) {
        if (((value ^ fifoControl) & FCR_ENABLE) != 0 || (value & FCR_CLEAR_RECEIVER) != 0) {
            loopCount = 0;
        }
        fifoControl = (value & FCR_ENABLE) != 0 ? value & (FCR_ENABLE | 0xC0) : 0;
    }
}
