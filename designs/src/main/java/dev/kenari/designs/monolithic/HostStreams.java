package dev.kenari.designs.monolithic;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.machine.StandardStreams;
import dev.kenari.vfs.CharDevice;
import java.io.IOException;

/** The program's descriptors 0, 1 and 2, straight from and to the host: blocks the hart, until the stream driver takes over. */
final class HostStreams implements CharDevice {
    private static final int POLLIN_OUT = 5;

    private final StandardStreams streams;

    HostStreams(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public long open(int minor, int flags, int process) {
        return minor;
    }

    @Override
    public void release(long handle) {}

    @Override
    public byte[] read(long handle, int length, boolean nonBlocking) throws Errno {
        try {
            byte[] buffer = new byte[length];
            int count = streams.input().read(buffer);
            return count <= 0 ? new byte[0] : java.util.Arrays.copyOf(buffer, count);
        } catch (IOException e) {
            throw Errno.EIO;
        }
    }

    @Override
    public int write(long handle, byte[] bytes, boolean nonBlocking) throws Errno {
        try {
            var out = handle == 2 ? streams.error() : streams.output();
            out.write(bytes);
            out.flush();
            return bytes.length;
        } catch (IOException e) {
            throw Errno.EPIPE;
        }
    }

    @Override
    public long ioctl(long handle, int request, long argument, Grant memory) throws Errno {
        throw Errno.ENOTTY;
    }

    @Override
    public int poll(long handle, int events) {
        return events & POLLIN_OUT;
    }

    @Override
    public int waitQueue(long handle) throws Errno {
        throw Errno.EPERM;
    }
}
