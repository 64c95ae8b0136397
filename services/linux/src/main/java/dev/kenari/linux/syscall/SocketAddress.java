package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** A {@code struct sockaddr} in a program's memory. */
final class SocketAddress {
    static final byte[] NONE = new byte[0];
    /** Size of a sockaddr_storage. */
    private static final int MAXIMUM = 128;

    private SocketAddress() {}

    /** The address that a program gives; EINVAL if its length is out of range. */
    static byte[] read(Call call, long address, int length) throws Errno {
        if (length < 0 || length > MAXIMUM) {
            throw Errno.EINVAL;
        }
        return length == 0 ? NONE : call.memory().read(address, length);
    }

    /** Writes as much as there is room for, and the whole length to the {@code socklen_t} at {@code lengthAddress}. */
    static void write(Call call, long address, long lengthAddress, byte[] value) throws Errno {
        int room = call.memory().getInt(lengthAddress);
        if (room < 0) {
            throw Errno.EINVAL;
        }
        call.memory().write(address, value, 0, Math.min(room, value.length));
        call.memory().putInt(lengthAddress, value.length);
    }
}
