package dev.kenari.drivers.virtio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A FUSE request under construction: header, then fields in order (fuse(4)). */
final class FuseRequest {
    static final int LOOKUP = 1;
    static final int GETATTR = 3;
    static final int SETATTR = 4;
    static final int READLINK = 5;
    static final int SYMLINK = 6;
    static final int MKNOD = 8;
    static final int MKDIR = 9;
    static final int UNLINK = 10;
    static final int RMDIR = 11;
    static final int OPEN = 14;
    static final int READ = 15;
    static final int WRITE = 16;
    static final int STATFS = 17;
    static final int RELEASE = 18;
    static final int FSYNC = 20;
    static final int INIT = 26;
    static final int OPENDIR = 27;
    static final int READDIR = 28;
    static final int RELEASEDIR = 29;
    static final int BATCH_FORGET = 42;
    static final int RENAME2 = 45;

    static final int HEADER = 40;
    static final int REPLY_HEADER = 16;

    private static final int UNIQUE_AT = 8;
    private static final int NODE_AT = 16;

    private final ByteBuffer buffer;

    /** @param body length of what follows the header */
    FuseRequest(int opcode, long node, int body) {
        buffer = ByteBuffer.allocate(HEADER + body).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(HEADER + body).putInt(opcode).putLong(NODE_AT, node).position(HEADER);
    }

    /** A request with one or two names and nothing else. */
    static FuseRequest named(int opcode, long node, String... names) {
        int length = 0;
        for (String name : names) {
            length += name.length() + 1;
        }
        FuseRequest request = new FuseRequest(opcode, node, length);
        for (String name : names) {
            request.name(name);
        }
        return request;
    }

    FuseRequest word(int value) {
        buffer.putInt(value);
        return this;
    }

    FuseRequest wide(long value) {
        buffer.putLong(value);
        return this;
    }

    FuseRequest name(String name) {
        buffer.put(name.getBytes(StandardCharsets.ISO_8859_1)).put((byte) 0);
        return this;
    }

    FuseRequest bytes(byte[] bytes, int offset, int length) {
        buffer.put(bytes, offset, length);
        return this;
    }

    byte[] finish(long unique) {
        return buffer.putLong(UNIQUE_AT, unique).array();
    }
}
