package dev.kenari.process.tty;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.vfs.CharDevice;
import java.util.HashMap;
import java.util.Map;

/** The terminal devices of one major number, as the file service sees them. */
final class TtyDevices implements CharDevice {
    static final int SERIAL_MAJOR = 4;
    static final int FIRST_SERIAL_MINOR = 64;
    static final int AUXILIARY_MAJOR = 5;
    static final int TTY_MINOR = 0;
    static final int CONSOLE_MINOR = 1;
    static final int PTMX_MINOR = 2;

    /** Finds or makes what a minor number stands for. */
    @FunctionalInterface
    interface Opener {
        Endpoint open(int minor, int flags) throws Errno;
    }

    private final Kernel kernel;
    private final Opener opener;
    private final Map<Long, Endpoint> open = new HashMap<>();
    private long next = 1;

    TtyDevices(Kernel kernel, Opener opener) {
        this.kernel = kernel;
        this.opener = opener;
    }

    @Override
    public long open(int minor, int flags, int process) throws Errno {
        Endpoint endpoint = opener.open(minor, flags);
        open.put(next, endpoint);
        return next++;
    }

    @Override
    public void release(long handle) {
        Endpoint endpoint = open.remove(handle);
        if (endpoint != null) {
            endpoint.release();
        }
    }

    private Endpoint find(long handle) throws Errno {
        Endpoint endpoint = open.get(handle);
        if (endpoint == null) {
            throw Errno.EBADF;
        }
        return endpoint;
    }

    @Override
    public byte[] read(long handle, int length, boolean nonBlocking) throws Errno {
        return find(handle).read(length, nonBlocking);
    }

    @Override
    public int write(long handle, byte[] bytes, boolean nonBlocking) throws Errno {
        return find(handle).write(bytes, nonBlocking);
    }

    @Override
    public long ioctl(long handle, int request, long argument, Grant memory) throws Errno {
        return find(handle).ioctl(request, argument, new IoctlMemory(kernel, memory));
    }

    @Override
    public int poll(long handle, int events) throws Errno {
        return find(handle).poll(events);
    }

    @Override
    public int waitQueue(long handle) throws Errno {
        return find(handle).waitQueue();
    }

    /** Whether opening with these flags may make the terminal a session's: a reader's, without O_NOCTTY. */
    static boolean mayControl(int flags) {
        return (flags & Fcntl.O_NOCTTY) == 0 && (flags & Fcntl.O_ACCMODE) != Fcntl.O_WRONLY;
    }
}
