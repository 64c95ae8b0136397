package dev.kenari.modules.random;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Poll;
import dev.kenari.drivers.EntropySource;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.vfs.CharDevice;

/** /dev/hwrng: bytes as they come from the hardware. */
public final class RandomDevice implements CharDevice, HardwareRandom {
    public static final String NAME = "hwrng";
    /** Linux, Documentation/admin-guide/devices.txt. */
    public static final int MINOR = 183;
    /** Permissions of its node. */
    public static final int MODE = 0600;

    private static final int MOST = 4096;

    private EntropySource source;

    @Override
    public void register(EntropySource made) throws Errno {
        if (source != null) {
            throw Errno.EEXIST;
        }
        source = made;
    }

    @Override
    public void unregister() {
        source = null;
    }

    @Override
    public long open(int minor, int flags, int process) throws Errno {
        return 1;
    }

    @Override
    public void release(long handle) {}

    @Override
    public byte[] read(long handle, int length, boolean nonBlocking) throws Errno {
        if (source == null) {
            throw Errno.ENODEV;
        }
        return source.random(Math.min(length, MOST));
    }

    @Override
    public int write(long handle, byte[] bytes, boolean nonBlocking) throws Errno {
        throw Errno.EINVAL;
    }

    @Override
    public long ioctl(long handle, int request, long argument, Grant memory) throws Errno {
        throw Errno.ENOTTY;
    }

    @Override
    public int poll(long handle, int events) {
        return events & (Poll.POLLIN | Poll.POLLRDNORM);
    }

    @Override
    public int waitQueue(long handle) {
        return 0;
    }
}
