package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Access control lists as programs pass them (version 2 of acl(5)'s attribute: every entry has an id) and as ext4 stores them (version 1:
 * only the entries of named users and groups do).
 */
final class AccessList {
    private static final int STORED_VERSION = 1;
    private static final int PASSED_VERSION = 2;
    private static final int USER = 2;
    private static final int GROUP = 8;

    private AccessList() {}

    private static boolean named(int tag) {
        return tag == USER || tag == GROUP;
    }

    private static ByteBuffer open(byte[] bytes, int version) throws Errno {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < 4 || in.getInt() != version) {
            throw version == STORED_VERSION ? Errno.EIO : Errno.EINVAL;
        }
        return in;
    }

    static byte[] toStored(byte[] passed) throws Errno {
        ByteBuffer in = open(passed, PASSED_VERSION);
        if (in.remaining() % 8 != 0) {
            throw Errno.EINVAL;
        }
        ByteBuffer out = ByteBuffer.allocate(passed.length).order(ByteOrder.LITTLE_ENDIAN).putInt(STORED_VERSION);
        while (in.hasRemaining()) {
            short tag = in.getShort();
            out.putShort(tag).putShort(in.getShort());
            int id = in.getInt();
            if (named(tag)) {
                out.putInt(id);
            }
        }
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    static byte[] toPassed(byte[] stored) throws Errno {
        ByteBuffer in = open(stored, STORED_VERSION);
        ByteBuffer out = ByteBuffer.allocate(4 + in.remaining() * 2).order(ByteOrder.LITTLE_ENDIAN).putInt(PASSED_VERSION);
        while (in.hasRemaining()) {
            if (in.remaining() < 4) {
                throw Errno.EIO;
            }
            short tag = in.getShort();
            out.putShort(tag).putShort(in.getShort());
            if (named(tag) && in.remaining() < 4) {
                throw Errno.EIO;
            }
            out.putInt(named(tag) ? in.getInt() : -1);
        }
        return java.util.Arrays.copyOf(out.array(), out.position());
    }
}
