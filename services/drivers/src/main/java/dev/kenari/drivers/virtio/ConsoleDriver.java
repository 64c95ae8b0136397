package dev.kenari.drivers.virtio;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.StreamPorts;
import dev.kenari.drivers.WindowSize;
import dev.kenari.kernel.component.ComponentFactory;
import dev.kenari.kernel.component.ComponentMemory;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.mm.Frames;
import java.nio.charset.StandardCharsets;

/**
 * Driver of the console device with several ports (the specification, section 5.3). What of the streams is under way is kept, so that an
 * instance goes on where the one before ended, without a byte more or less.
 */
public final class ConsoleDriver implements StreamPorts {
    public static final int ID = 3;

    /** Starts a driver. */
    public static final class Factory implements ComponentFactory<StreamPorts> {
        @Override
        public StreamPorts start(Environment environment, String[] arguments) throws Errno {
            return new ConsoleDriver(environment);
        }
    }

    private static final long FEATURE_SIZE = 1;
    private static final long FEATURE_MULTIPORT = 1 << 1;
    private static final int CONTROL_RECEIVE = 2;
    private static final int CONTROL_TRANSMIT = 3;
    private static final int MAX_PORTS = 31;

    private static final int DEVICE_READY = 0;
    private static final int PORT_ADD = 1;
    private static final int PORT_READY = 3;
    private static final int PORT_OPEN = 6;
    private static final int PORT_NAME = 7;
    private static final int MESSAGE = 8;
    private static final int CONTROL_BUFFER = 128;

    private final Environment environment;
    private final ComponentMemory memory;
    private final VirtioTransport transport;
    private final VirtioQueue controlReceive;
    private final VirtioQueue controlTransmit;
    private final long received;
    private final long sent;
    private final Port[] ports;
    private final int window;

    ConsoleDriver(Environment environment) throws Errno {
        this.environment = environment;
        this.memory = environment.memory();
        this.transport = new VirtioTransport(environment);
        this.received = environment.memory().allocateZeroed();
        this.sent = environment.memory().allocateZeroed();
        transport.negotiate(FEATURE_SIZE | FEATURE_MULTIPORT);
        ports = new Port[(int) Math.min(transport.configuration(4, Integer.BYTES), MAX_PORTS)];
        controlReceive = transport.queue(CONTROL_RECEIVE);
        controlTransmit = transport.queue(CONTROL_TRANSMIT);
        for (int i = 0; i < ports.length; i++) {
            ports[i] = new Port(environment, i * Port.KEPT);
            ports[i].begin(transport, i == 0 ? 0 : 2 + 2 * i);
        }
        window = environment.newWaitQueue();
        transport.start(this::interrupt);
        // A request has one descriptor, so that its token tells which part of the frame is its buffer.
        for (int i = 0; i < Frames.SIZE / CONTROL_BUFFER; i++) {
            addControlBuffer(i);
        }
        controlReceive.kick();
        control(0, DEVICE_READY, 1);
        receiveControl();
        for (int i = 0; i < ports.length; i++) {
            ports[i].resume();
            if (ports[i].started()) {
                control(i, PORT_OPEN, 1);
            }
            // Who waits for what the instance before would have told finds out for himself.
            ports[i].wake();
        }
        environment.wake(window);
    }

    private void addControlBuffer(int index) {
        int token = controlReceive.add(received + (long) index * CONTROL_BUFFER, CONTROL_BUFFER, true);
        assert token == index : "buffers are reused in the order of their descriptors";
    }

    private void interrupt(int causes) {
        receiveControl();
        for (Port port : ports) {
            port.wake();
        }
        if ((causes & VirtioTransport.CONFIGURATION_CHANGE) != 0) {
            environment.wake(window);
        }
    }

    private void receiveControl() {
        boolean any = false;
        for (int token = controlReceive.poll(); token != VirtioQueue.NONE; token = controlReceive.poll()) {
            long at = received + (long) token * CONTROL_BUFFER;
            byte[] name = new byte[Math.max(Math.min(controlReceive.usedLength(), CONTROL_BUFFER) - MESSAGE, 0)];
            memory.read(at + MESSAGE, name, 0, name.length);
            int id = memory.getInt(at);
            int event = memory.getShort(at + 4);
            int value = memory.getShort(at + 6);
            addControlBuffer(token);
            controlReceive.kick();
            if (id >= 0 && id < ports.length) {
                received(id, event, value, new String(name, StandardCharsets.US_ASCII));
            }
        }
    }

    private void received(int id, int event, int value, String name) {
        switch (event) {
            case PORT_ADD -> control(id, PORT_READY, 1);
            case PORT_NAME -> ports[id].name = name;
            case PORT_OPEN -> {
                ports[id].hostOpen = value != 0;
                ports[id].wake();
            }
            default -> {} // Other events mean nothing to a port that is no console.
        }
    }

    private void control(int id, int event, int value) {
        controlTransmit.poll();
        memory.putInt(sent, id);
        memory.putShort(sent + 4, (short) event);
        memory.putShort(sent + 6, (short) value);
        controlTransmit.add(sent, MESSAGE, false);
        // The device reads control messages as it is told of them.
        controlTransmit.kick();
    }

    @Override
    public WindowSize windowSize() {
        return new WindowSize(
                (int) transport.configuration(0, Short.BYTES), (int) transport.configuration(2, Short.BYTES));
    }

    @Override
    public int windowQueue() {
        return window;
    }

    private Port port(int number) throws Errno {
        if (number < 0 || number >= ports.length) {
            throw Errno.ENXIO;
        }
        return ports[number];
    }

    @Override
    public int find(String name) throws Errno {
        for (int i = 0; i < ports.length; i++) {
            if (ports[i].name.equals(name)) {
                return i;
            }
        }
        throw Errno.ENXIO;
    }

    @Override
    public void startInput(int number) throws Errno {
        if (port(number).startInput()) {
            control(number, PORT_OPEN, 1);
        }
    }

    @Override
    public byte[] read(int number, long position, int length) throws Errno {
        return port(number).read(position, length);
    }

    @Override
    public int write(int number, long position, byte[] bytes) throws Errno {
        return port(number).write(position, bytes);
    }

    @Override
    public int poll(int number, long position) throws Errno {
        return port(number).poll(position);
    }

    @Override
    public int waitQueue(int number) throws Errno {
        return port(number).queueId();
    }
}
