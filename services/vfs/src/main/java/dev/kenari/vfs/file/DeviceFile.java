package dev.kenari.vfs.file;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.vfs.CharDevice;
import dev.kenari.vfs.DeviceNumber;
import dev.kenari.vfs.MappedFile;
import dev.kenari.vfs.namespace.Path;

/** A character device with a driver of its own. */
public final class DeviceFile extends OpenFileDescription {
    private static final int CHUNK = 1 << 16;

    private final CharDevice driver;
    private final long handle;

    public DeviceFile(Path path, int flags, CharDevice driver, Client client) throws Errno {
        this(path, flags, driver, driver.open(DeviceNumber.minor(path.inode().rdev()), flags, client.process()));
    }

    private DeviceFile(Path path, int flags, CharDevice driver, long handle) {
        super(path, flags);
        this.driver = driver;
        this.handle = handle;
    }

    @Override
    protected void released() {
        driver.release(handle);
    }

    @Override
    public void read(IoVector to) throws Errno {
        byte[] bytes = driver.read(handle, to.remaining(CHUNK), nonBlocking());
        to.put(bytes, 0, Math.min(bytes.length, to.remaining(CHUNK)));
    }

    @Override
    public void write(IoVector from) throws Errno {
        while (from.remaining() > 0) {
            byte[] bytes = from.take(from.remaining(CHUNK));
            int taken = 0;
            try {
                taken = driver.write(handle, bytes, nonBlocking());
            } finally {
                from.giveBack(bytes.length - taken);
            }
            if (taken == 0) {
                return;
            }
        }
    }

    @Override
    public long ioctl(Client client, int request, long argument, Grant memory) throws Errno {
        return driver.ioctl(handle, request, argument, memory);
    }

    @Override
    public int poll(int events) throws Errno {
        return driver.poll(handle, events);
    }

    @Override
    public WaitQueue waitQueue() throws Errno {
        int id = driver.waitQueue(handle);
        return id == 0 ? null : inode().superBlock().kernel().waitQueues().find(id);
    }

    @Override
    public MappedFile map(int protection, boolean shared, long offset, long length) throws Errno {
        int object = driver.memoryObject(handle);
        if (!shared) {
            // There may be registers behind it, of which a private mapping would have copies.
            throw Errno.EINVAL;
        }
        return new MappedFile(
                object, offset, null, inode().superBlock().device(), inode().number(), 7);
    }
}
