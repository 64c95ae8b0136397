package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.Protocol;
import dev.kenari.kernel.ipc.Grant;

/** The driver of a character device's major number: terminals and the like. Handles are the driver's own numbering. */
@Protocol
public interface CharDevice {
    /**
     * Opens. ENXIO if there is no such device.
     *
     * @param flags as open(2); O_NOCTTY and O_NONBLOCK matter to terminals
     * @param process who opens
     */
    long open(int minor, int flags, int process) throws Errno;

    void release(long handle);

    /**
     * At most {@code length} bytes; empty at the end of input. Sleeps until there is something, or EAGAIN if {@code
     * nonBlocking}.
     */
    byte[] read(long handle, int length, boolean nonBlocking) throws Errno;

    /** Returns how many bytes were taken, at least one if any were given. Sleeps while none can be, or EAGAIN. */
    int write(long handle, byte[] bytes, boolean nonBlocking) throws Errno;

    /** ENOTTY for an unknown request. {@code memory} as in {@link Transfer#ioctl}. */
    long ioctl(long handle, int request, long argument, Grant memory) throws Errno;

    /** As {@link Readiness#poll}. */
    int poll(long handle, int events) throws Errno;

    /** As {@link Readiness#waitQueue}. */
    int waitQueue(long handle) throws Errno;

    /** Number of a memory object to map, shared only; ENODEV if the device can't be mapped. */
    default int memoryObject(long handle) throws Errno {
        throw Errno.ENODEV;
    }
}
