package dev.kenari.vfs.board;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Poll;
import dev.kenari.drivers.StreamPorts;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.sync.WaitQueues;
import dev.kenari.vfs.CharDevice;

/**
 * The host's standard streams as character devices: minor 0 standard input, 1 output, 2 error. They behave as pipes do.
 */
public final class StreamDevice implements CharDevice {
    private static final String[] PORTS = {"stdin", "stdout", "stderr"};
    private static final int INPUT_EVENTS = Poll.POLLIN | Poll.POLLRDNORM | Poll.POLLHUP;
    private static final int OUTPUT_EVENTS = Poll.POLLOUT | Poll.POLLWRNORM | Poll.POLLERR;

    private final StreamPorts ports;
    private final WaitQueues queues;

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
        while (true) {
            try {
                return ports.read(port, length);
            } catch (Errno e) {
                await(e, port, nonBlocking);
            }
        }
    }

    @Override
    public int write(long handle, byte[] bytes, boolean nonBlocking) throws Errno {
        int port = port(handle);
        if (handle == 0) {
            throw Errno.EINVAL;
        }
        while (true) {
            try {
                return ports.write(port, bytes);
            } catch (Errno e) {
                await(e, port, nonBlocking);
            }
        }
    }

    /** Sleeps until the port may have changed, if that is all that is wrong. */
    private void await(Errno failure, int port, boolean nonBlocking) throws Errno {
        if (failure != Errno.EAGAIN || nonBlocking) {
            throw failure;
        }
        queues.find(ports.waitQueue(port)).sleep();
    }

    @Override
    public long ioctl(long handle, int request, long argument, Grant memory) throws Errno {
        throw Errno.ENOTTY;
    }

    @Override
    public int poll(long handle, int events) throws Errno {
        int possible = handle == 0 ? INPUT_EVENTS : OUTPUT_EVENTS;
        return ports.poll(port(handle)) & possible & (events | Poll.POLLHUP | Poll.POLLERR);
    }

    @Override
    public int waitQueue(long handle) throws Errno {
        return ports.waitQueue(port(handle));
    }
}
