package dev.kenari.modules.random;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Poll;
import dev.kenari.drivers.EntropySource;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.module.ModuleReference;
import dev.kenari.vfs.CharDevice;
import dev.kenari.vfs.MiscDevices;

/** /dev/hwrng: bytes as they come from the hardware. */
public final class RandomDevice implements CharDevice, HardwareRandom {
    /** Linux, Documentation/admin-guide/devices.txt. */
    static final int MINOR = 183;

    private static final int MOST = 4096;

    private EntropySource source;

    /** Makes the device and its node. @param owner is held while it is open */
    public static RandomDevice addTo(MiscDevices devices, ModuleReference owner) throws Errno {
        RandomDevice device = new RandomDevice();
        devices.register("hwrng", MINOR, 0600, device, owner);
        return device;
    }

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
