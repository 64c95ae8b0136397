package dev.kenari.kernel.module;

import dev.kenari.abi.Errno;
import java.util.Arrays;

/** Reads values in the Distinguished Encoding Rules (ITU-T X.690), one after the other. What can't be read is EBADMSG. */
final class DerReader {
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT = 0x06;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;
    static final int CONTEXT_0 = 0xA0;

    private static final int LONG_FORM = 0x80;
    private static final int MOST_LENGTH_BYTES = 4;

    private final byte[] bytes;
    private int at;
    private int start;

    DerReader(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean ended() {
        return at == bytes.length;
    }

    boolean isNext(int tag) {
        return at < bytes.length && (bytes[at] & 0xFF) == tag;
    }

    /** The next value, which has this tag. */
    byte[] next(int tag) throws Errno {
        if (!isNext(tag)) {
            throw Errno.EBADMSG;
        }
        start = at++;
        int length = length();
        if (length < 0 || length > bytes.length - at) {
            throw Errno.EBADMSG;
        }
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    private int length() throws Errno {
        int first = octet();
        if (first < LONG_FORM) {
            return first;
        }
        int count = first - LONG_FORM;
        if (count == 0 || count > MOST_LENGTH_BYTES) {
            throw Errno.EBADMSG;
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = length << Byte.SIZE | octet();
        }
        return length;
    }

    private int octet() throws Errno {
        if (at == bytes.length) {
            throw Errno.EBADMSG;
        }
        return bytes[at++] & 0xFF;
    }

    /** The value that {@link #next} returned last, with its tag and length. */
    byte[] whole() {
        return Arrays.copyOfRange(bytes, start, at);
    }

    DerReader enter(int tag) throws Errno {
        return new DerReader(next(tag));
    }
}
