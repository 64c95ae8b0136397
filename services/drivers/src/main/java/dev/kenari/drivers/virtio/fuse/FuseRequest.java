package dev.kenari.drivers.virtio.fuse;

import dev.kenari.machine.fuse.Fuse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A FUSE request under construction: header, then fields in order (fuse(4)). */
public final class FuseRequest {
    private static final int UNIQUE_AT = 8;
    private static final int NODE_AT = 16;
    private static final int UID_AT = 24;
    private static final int PROCESS_AT = 32;

    private final ByteBuffer buffer;
    private boolean hasUser;

    /** @param body length of what follows the header */
    public FuseRequest(int opcode, long node, int body) {
        buffer = ByteBuffer.allocate(Fuse.IN_HEADER + body).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(Fuse.IN_HEADER + body).putInt(opcode).putLong(NODE_AT, node).position(Fuse.IN_HEADER);
    }

    /** A request with one or two names and nothing else. */
    public static FuseRequest named(int opcode, long node, String... names) {
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

    /** On whose behalf; nobody said, it is root's. */
    public FuseRequest by(int uid, int gid) {
        buffer.putInt(UID_AT, uid).putInt(UID_AT + 4, gid);
        hasUser = true;
        return this;
    }

    /** Which process asks; on whose behalf, unless that was said. */
    public void from(int process, int uid, int gid) {
        buffer.putInt(PROCESS_AT, process);
        if (!hasUser) {
            by(uid, gid);
        }
    }

    public FuseRequest word(int value) {
        buffer.putInt(value);
        return this;
    }

    public FuseRequest wide(long value) {
        buffer.putLong(value);
        return this;
    }

    public FuseRequest name(String name) {
        buffer.put(name.getBytes(StandardCharsets.ISO_8859_1)).put((byte) 0);
        return this;
    }

    public FuseRequest bytes(byte[] bytes, int offset, int length) {
        buffer.put(bytes, offset, length);
        return this;
    }

    /** The request as it goes out. */
    public byte[] finish(long unique) {
        return buffer.putLong(UNIQUE_AT, unique).array();
    }
}
