package dev.kenari.process.tty;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.Console;
import dev.kenari.kernel.Kernel;
import java.util.Arrays;

/**
 * A serial port as a terminal's line. The driver's interrupt brings characters to the line discipline; what that can't take yet
 * stays here, and the rest in the device.
 */
final class SerialLine implements Line {
    private static final int CHUNK = 256;
    private static final byte[] NOTHING = {};

    private final Console console;
    private final Tty tty;
    private byte[] held = NOTHING;
    private boolean delivering;

    /** @throws Errno if the driver has no wait queue */
    SerialLine(Console console, Tty tty, Kernel kernel) throws Errno {
        this.console = console;
        this.tty = tty;
        tty.connect(this);
        kernel.waitQueues().find(console.waitQueue()).listen(this::changed);
    }

    private void changed() {
        inputRoom();
        tty.wake();
    }

    @Override
    public void inputRoom() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            do {
                held = held.length > 0 ? held : console.read(CHUNK);
                int taken = tty.receive(held, 0, held.length);
                held = taken == held.length ? NOTHING : Arrays.copyOfRange(held, taken, held.length);
                if (taken == 0) {
                    return;
                }
            } while (held.length == 0);
        } finally {
            delivering = false;
        }
    }

    @Override
    public boolean carrier() {
        return held.length > 0 || console.carrier();
    }

    @Override
    public int room() {
        return console.room();
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        console.write(offset == 0 && length == bytes.length ? bytes : Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public int queued() {
        return console.queued();
    }

    @Override
    public boolean drains() {
        return true;
    }

    @Override
    public void flush() {
        console.flush();
    }

    @Override
    public boolean hangsUpWithSession() {
        return true;
    }
}
