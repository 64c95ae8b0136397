package dev.kenari.machine.device.virtio;

import dev.kenari.machine.ConsoleBackend;
import dev.kenari.machine.WindowSize;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.device.HostReader;
import dev.kenari.machine.device.HostWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The console device with several ports (the specification, section 5.3): the board's bulk byte streams. The end of a host stream is
 * told by a PORT_OPEN message with value 0, after all its bytes. The configuration space holds the size of the board's console window.
 */
public final class VirtioConsole extends VirtioDevice {
    static final int ID = 3;
    static final long FEATURE_SIZE = 1;
    static final long FEATURE_MULTIPORT = 1 << 1;

    static final int CONTROL_RECEIVE = 2;
    static final int CONTROL_TRANSMIT = 3;

    static final int DEVICE_READY = 0;
    static final int PORT_ADD = 1;
    static final int PORT_READY = 3;
    static final int PORT_OPEN = 6;
    static final int PORT_NAME = 7;
    static final int MESSAGE = 8;

    private static final int CONFIGURATION = 12;
    private static final int CHUNK = 1 << 16;
    /** More messages than any driver that follows the protocol leaves unread. */
    private static final int MAX_MESSAGES = 64;

    private static final class Port {
        final ConsolePort ends;
        final int receive;
        final int transmit;
        /** A request of which the host has not yet taken everything. */
        DescriptorChain sending;
        boolean guestReady;
        boolean closed;
        boolean toldClosed;

        Port(ConsolePort ends, int index) {
            this.ends = ends;
            this.receive = index == 0 ? 0 : 2 + 2 * index;
            this.transmit = receive + 1;
        }
    }

    private final Port[] ports;
    private final Deque<byte[]> messages = new ArrayDeque<>();
    private final byte[] chunk = new byte[CHUNK];
    private WindowSize window;

    public VirtioConsole(PhysicalMemory memory, List<ConsolePort> ends, ConsoleBackend console) {
        super(ID, memory, 2 + 2 * ends.size());
        ports = new Port[ends.size()];
        for (int i = 0; i < ports.length; i++) {
            Port port = new Port(ends.get(i), i);
            ports[i] = port;
            if (port.ends.reader() != null) {
                port.ends.reader().whenArrived(() -> whileRunning(() -> receive(port)));
            }
            if (port.ends.writer() != null) {
                port.ends.writer().whenRoom(() -> whileRunning(() -> transmit(port)));
            }
        }
        console.onResize(this::resized);
        window = console.size();
    }

    private void resized(WindowSize size) {
        lock.lock();
        try {
            window = size;
            configurationChanged();
        } finally {
            lock.unlock();
        }
    }

    @Override
    long features() {
        return FEATURE_SIZE | FEATURE_MULTIPORT;
    }

    @Override
    byte[] configuration() {
        ByteBuffer buffer = ByteBuffer.allocate(CONFIGURATION).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putShort((short) window.columns()).putShort((short) window.rows()).putInt(ports.length);
        return buffer.array();
    }

    @Override
    void reset() {
        messages.clear();
        for (Port port : ports) {
            if (port.sending != null) {
                port.sending.unpin();
                port.sending = null;
            }
            port.guestReady = false;
            port.toldClosed = false;
        }
    }

    @Override
    void notified(int queue) throws RingError {
        switch (queue) {
            case CONTROL_RECEIVE -> sendMessages();
            case CONTROL_TRANSMIT -> control();
            default -> {
                Port port = ports[queue < CONTROL_RECEIVE ? 0 : queue / 2 - 1];
                if (queue == port.receive) {
                    receive(port);
                } else {
                    transmit(port);
                }
            }
        }
    }

    private void control() throws RingError {
        Virtqueue queue = queue(CONTROL_TRANSMIT);
        for (int n = queue.waiting(); n > 0; n--) {
            DescriptorChain chain = queue.pop();
            byte[] bytes = new byte[MESSAGE];
            int length = chain.read(bytes, 0, MESSAGE);
            queue.push(chain);
            if (length == MESSAGE) {
                ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                control(message.getInt(), message.getShort(), message.getShort());
            }
        }
    }

    private void control(int id, int event, int value) throws RingError {
        if (event == DEVICE_READY) {
            for (int i = 0; value == 1 && i < ports.length; i++) {
                say(i, PORT_ADD, 1, "");
            }
            return;
        }
        if (id < 0 || id >= ports.length) {
            return;
        }
        Port port = ports[id];
        if (event == PORT_READY && value == 1) {
            say(id, PORT_NAME, 1, port.ends.name());
            say(id, PORT_OPEN, 1, "");
            port.guestReady = true;
            closeIfEnded(port);
        } else if (event == PORT_OPEN && value == 1 && port.ends.reader() != null) {
            port.ends.reader().start();
        }
    }

    private void say(int id, int event, int value, String text) throws RingError {
        byte[] name = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer message = ByteBuffer.allocate(MESSAGE + name.length).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(id).putShort((short) event).putShort((short) value).put(name);
        if (messages.size() < MAX_MESSAGES) {
            messages.add(message.array());
        }
        sendMessages();
    }

    private void sendMessages() throws RingError {
        Virtqueue queue = queue(CONTROL_RECEIVE);
        while (!messages.isEmpty() && queue.waiting() > 0) {
            DescriptorChain chain = queue.pop();
            byte[] message = messages.poll();
            chain.write(message, 0, message.length);
            queue.push(chain);
        }
    }

    /** Moves bytes that the host sent into the driver's buffers. */
    private void receive(Port port) throws RingError {
        HostReader reader = port.ends.reader();
        if (reader == null) {
            return;
        }
        Virtqueue queue = queue(port.receive);
        for (int n = queue.waiting(); n > 0 && reader.available() > 0; n--) {
            DescriptorChain chain = queue.pop();
            int length = reader.take(chunk, 0, (int) Math.min(chain.writableBytes(), CHUNK));
            chain.write(chunk, 0, length);
            queue.push(chain);
        }
        closeIfEnded(port);
    }

    /** Moves bytes of the driver's buffers to the host while it has room. */
    private void transmit(Port port) throws RingError {
        HostWriter writer = port.ends.writer();
        Virtqueue queue = queue(port.transmit);
        // As many as wait now: what comes later is notified again.
        int left = queue.waiting();
        while (port.sending != null || left > 0) {
            if (port.sending == null) {
                port.sending = queue.pop();
                left--;
            }
            if (!send(port.sending, writer)) {
                break;
            }
            queue.push(port.sending);
            port.sending = null;
        }
        closeIfEnded(port);
    }

    /** What fits into a {@link #CHUNK} leaves whole or not at all, so that after a reset the used ring tells exactly what has left. */
    private boolean send(DescriptorChain chain, HostWriter writer) {
        while (writer != null && chain.readableBytes() > 0) {
            int room = Math.min(writer.room(), CHUNK);
            if (room < Math.min(chain.readableBytes(), CHUNK)) {
                return false;
            }
            writer.offer(chunk, 0, chain.read(chunk, 0, room));
        }
        return true;
    }

    /** Tells the driver once that the host's end is gone. */
    private void closeIfEnded(Port port) throws RingError {
        HostReader reader = port.ends.reader();
        HostWriter writer = port.ends.writer();
        port.closed |= reader != null && reader.ended() || writer != null && writer.failed();
        if (port.closed && port.guestReady && !port.toldClosed) {
            port.toldClosed = true;
            say(indexOf(port), PORT_OPEN, 0, "");
        }
    }

    /** Whether the host has been handed everything that the driver sent; bytes may still be in a {@link HostWriter}. */
    public boolean drained() {
        boolean[] drained = {true};
        whileRunning(() -> {
            for (Port port : ports) {
                drained[0] &= port.sending == null && queue(port.transmit).waiting() == 0;
            }
        });
        return drained[0];
    }

    private int indexOf(Port port) {
        return port.receive == 0 ? 0 : port.receive / 2 - 1;
    }
}
