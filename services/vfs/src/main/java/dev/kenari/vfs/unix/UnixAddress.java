package dev.kenari.vfs.unix;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Sockets;
import dev.kenari.abi.Words;
import java.nio.charset.StandardCharsets;

/**
 * A socket's name: a path, or one of the abstract namespace, which starts with a NUL.
 *
 * @param name one char a byte; empty for none
 */
public record UnixAddress(String name) {
    private static final int FAMILY_BYTES = 2;
    private static final int MAXIMUM = FAMILY_BYTES + 108;
    static final UnixAddress NONE = new UnixAddress("");

    /** From a sockaddr_un. EINVAL. */
    static UnixAddress parse(byte[] address) throws Errno {
        if (address.length < FAMILY_BYTES
                || address.length > MAXIMUM
                || Words.getShort(address, 0) != Sockets.AF_UNIX) {
            throw Errno.EINVAL;
        }
        String name = new String(
                address, FAMILY_BYTES, address.length - FAMILY_BYTES, StandardCharsets.ISO_8859_1);
        int end = name.isEmpty() || name.charAt(0) == 0 ? -1 : name.indexOf(0);
        return new UnixAddress(end < 0 ? name : name.substring(0, end));
    }

    static boolean isUnspecified(byte[] address) {
        return address.length >= FAMILY_BYTES && Words.getShort(address, 0) == Sockets.AF_UNSPEC;
    }

    boolean isNone() {
        return name.isEmpty();
    }

    boolean isAbstract() {
        return !name.isEmpty() && name.charAt(0) == 0;
    }

    /** As a sockaddr_un: a path has its NUL. */
    byte[] bytes() {
        boolean path = !isNone() && !isAbstract();
        byte[] text = name.getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = new byte[FAMILY_BYTES + text.length + (path ? 1 : 0)];
        Words.putShort(bytes, 0, Sockets.AF_UNIX);
        System.arraycopy(text, 0, bytes, FAMILY_BYTES, text.length);
        return bytes;
    }
}
