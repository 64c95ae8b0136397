package dev.kenari.machine.device.share;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The fields of a FUSE request in order. One that ends too early is EINVAL. */
record Request(ByteBuffer in) {
    int word() throws ShareError {
        check(Integer.BYTES);
        return in.getInt();
    }

    long wide() throws ShareError {
        check(Long.BYTES);
        return in.getLong();
    }

    /** A length, which is not negative. */
    int size() throws ShareError {
        int size = word();
        if (size < 0) {
            throw new ShareError(ShareError.EINVAL);
        }
        return size;
    }

    void skip(int bytes) throws ShareError {
        check(bytes);
        in.position(in.position() + bytes);
    }

    /** Bytes to the next NUL, at most {@code limit}. */
    byte[] text(int limit) throws ShareError {
        int start = in.position();
        int end = start;
        while (end < in.limit() && in.get(end) != 0) {
            end++;
        }
        if (end == in.limit()) {
            throw new ShareError(ShareError.EINVAL);
        }
        if (end - start > limit) {
            throw new ShareError(ShareError.ENAMETOOLONG);
        }
        byte[] text = rest(end - start);
        in.get();
        return text;
    }

    /** A name in a directory. */
    Path name() throws ShareError {
        return HostTree.name(text(HostTree.MAX_NAME));
    }

    byte[] rest(int length) throws ShareError {
        check(length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private void check(int bytes) throws ShareError {
        if (in.remaining() < bytes) {
            throw new ShareError(ShareError.EINVAL);
        }
    }
}
