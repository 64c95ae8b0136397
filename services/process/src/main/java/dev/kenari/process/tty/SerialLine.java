package dev.kenari.process.tty;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.Console;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.sync.Watch;
import java.util.Arrays;

/**
 * A serial port as a terminal's line. A task of its own calls the driver, which may be anywhere: it brings characters to the line discipline,
 * of which what that can't take yet stays here and the rest in the device, and sends what programs have written.
 */
final class SerialLine implements Line {
    private static final int CHUNK = 256;
    private static final int CAPACITY = 1 << 14;
    /** Writers are woken when this much is free. */
    private static final int WAKE_ROOM = CAPACITY / 2;

    private static final byte[] NOTHING = {};

    private final Console console;
    private final Tty tty;
    private final Kernel kernel;
    private final WaitQueue driver;
    /** Woken when there is something for the task to do. */
    private final WaitQueue work = new WaitQueue();

    private final ByteRing output = new ByteRing(CAPACITY);
    /** Positions, as {@link Console} counts. */
    private long received;

    private long sent;
    private byte[] held = NOTHING;
    private int flushes;
    private boolean carrier = true;

    /** @throws Errno if the driver has no wait queue */
    SerialLine(Console console, Tty tty, Kernel kernel) throws Errno {
        this.console = console;
        this.tty = tty;
        this.kernel = kernel;
        this.driver = kernel.waitQueues().find(console.waitQueue());
        tty.connect(this);
        kernel.task(tty.name(), task -> run()).wake();
    }

    private void run() {
        try (Watch watch = new Watch(driver, work)) {
            while (true) {
                boolean got = receive();
                boolean gave = transmit();
                if (!got && !gave) {
                    watch.await(Long.MAX_VALUE);
                }
            }
        } catch (Errno e) {
            kernel.log().warn(tty.name() + ": nobody drives it any more: " + e);
            held = NOTHING;
            output.clear();
            lose();
        }
    }

    private void lose() {
        carrier = false;
        tty.wake();
    }

    /** Whether something has come that the line discipline could take. */
    private boolean receive() throws Errno {
        if (held.length == 0) {
            held = console.read(received, CHUNK);
            received += held.length;
        }
        if (held.length == 0) {
            if (carrier && !console.carrier()) {
                lose();
            }
            return false;
        }
        int taken = tty.receive(held, 0, held.length);
        held = Arrays.copyOfRange(held, taken, held.length);
        return taken > 0;
    }

    /** Whether the driver has taken something. */
    private boolean transmit() throws Errno {
        if (output.size() == 0) {
            return false;
        }
        byte[] chunk = output.peek(CHUNK);
        int before = flushes;
        int taken = console.write(sent, chunk);
        sent += taken;
        if (flushes == before) {
            output.drop(taken);
        }
        if (output.size() == 0 || output.room() >= WAKE_ROOM && output.room() - taken < WAKE_ROOM) {
            tty.wake();
        }
        return taken > 0;
    }

    @Override
    public void inputRoom() {
        work.wakeAll();
    }

    @Override
    public boolean carrier() {
        return held.length > 0 || carrier;
    }

    @Override
    public int room() {
        return output.room();
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        if (length > 0) {
            output.put(bytes, offset, length);
            work.wakeAll();
        }
    }

    @Override
    public int queued() {
        return output.size();
    }

    @Override
    public boolean drains() {
        return true;
    }

    @Override
    public void flush() {
        output.clear();
        flushes++;
    }

    @Override
    public boolean hangsUpWithSession() {
        return true;
    }
}
