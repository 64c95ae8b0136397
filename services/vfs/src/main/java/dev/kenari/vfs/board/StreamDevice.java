package dev.kenari.vfs.board;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Poll;
import dev.kenari.drivers.StreamPorts;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.sync.Mutex;
import dev.kenari.kernel.sync.WaitQueues;
import dev.kenari.kernel.sync.Watch;
import dev.kenari.vfs.CharDevice;
import java.util.function.ToIntFunction;

/**
 * The host's standard streams as character devices: minor 0 standard input, 1 output, 2 error. They behave as pipes do.
 */
public final class StreamDevice implements CharDevice {
    private static final String[] PORTS = {"stdin", "stdout", "stderr"};
    private static final int INPUT_EVENTS = Poll.POLLIN | Poll.POLLRDNORM | Poll.POLLHUP;
    private static final int OUTPUT_EVENTS = Poll.POLLOUT | Poll.POLLWRNORM | Poll.POLLERR;

    /** A call to the driver. */
    @FunctionalInterface
    private interface Step<T> {
        T at(long position) throws Errno;
    }

    private final StreamPorts ports;
    private final WaitQueues queues;
    /** Where each stream is: bytes that programs have had, or have given. */
    private final long[] positions = new long[PORTS.length];
    /** One caller at a time, since a call to a driver may sleep. */
    private final Mutex[] turns = {new Mutex(), new Mutex(), new Mutex()};

    public StreamDevice(StreamPorts ports, WaitQueues queues) {
        this.ports = ports;
        this.queues = queues;
    }

    /** The minor number is the handle. */
    @Override
    public long open(int minor, int flags, int process) throws Errno {
        int port = port(minor);
        if (minor == 0) {
            ports.startInput(port);
        }
        return minor;
    }

    @Override
    public void release(long handle) {}

    private int port(long handle) throws Errno {
        if (handle < 0 || handle >= PORTS.length) {
            throw Errno.ENXIO;
        }
        return ports.find(PORTS[(int) handle]);
    }

    @Override
    public byte[] read(long handle, int length, boolean nonBlocking) throws Errno {
        int port = port(handle);
        if (handle != 0) {
            throw Errno.EINVAL;
        }
        return move(handle, port, nonBlocking, position -> ports.read(port, position, length), bytes -> bytes.length);
    }

    @Override
    public int write(long handle, byte[] bytes, boolean nonBlocking) throws Errno {
        int port = port(handle);
        if (handle == 0) {
            throw Errno.EINVAL;
        }
        return move(handle, port, nonBlocking, position -> ports.write(port, position, bytes), taken -> taken);
    }

    /** Calls the driver with the position where the stream is, and again once the port may have changed if there was nothing to be done. */
    private <T> T move(long handle, int port, boolean nonBlocking, Step<T> step, ToIntFunction<T> moved) throws Errno {
        int stream = (int) handle;
        try (Watch watch = new Watch(queues.find(ports.waitQueue(port)))) {
            while (true) {
                turns[stream].lock();
                try {
                    T result = step.at(positions[stream]);
                    positions[stream] += moved.applyAsInt(result);
                    return result;
                } catch (Errno e) {
                    if (e != Errno.EAGAIN || nonBlocking) {
                        throw e;
                    }
                } finally {
                    turns[stream].unlock();
                }
                watch.await(Long.MAX_VALUE);
            }
        }
    }

    @Override
    public long ioctl(long handle, int request, long argument, Grant memory) throws Errno {
        throw Errno.ENOTTY;
    }

    @Override
    public int poll(long handle, int events) throws Errno {
        int possible = handle == 0 ? INPUT_EVENTS : OUTPUT_EVENTS;
        return ports.poll(port(handle), positions[(int) handle]) & possible & (events | Poll.POLLHUP | Poll.POLLERR);
    }

    @Override
    public int waitQueue(long handle) throws Errno {
        return ports.waitQueue(port(handle));
    }
}
