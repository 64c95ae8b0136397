package dev.kenari.image.archive;

import java.io.IOException;
import java.io.InputStream;

/** A fixed number of bytes of a stream; the source ending before them is a corrupt archive. Closing does nothing. */
final class Bounded extends InputStream {
    private final InputStream in;
    private final long length;
    private long left;

    Bounded(InputStream in, long length) {
        this.in = in;
        this.length = length;
        this.left = length;
    }

    long length() {
        return length;
    }

    @Override
    public int read() throws IOException {
        if (left == 0) {
            return -1;
        }
        int value = in.read();
        if (value < 0) {
            throw truncated();
        }
        left--;
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int got = in.read(buffer, offset, (int) Math.min(count, left));
        if (got < 0) {
            throw truncated();
        }
        left -= got;
        return got;
    }

    void skipRest() throws IOException {
        skipFully(in, left);
        left = 0;
    }

    static void skipFully(InputStream in, long count) throws IOException {
        long left = count;
        while (left > 0) {
            long skipped = in.skip(left);
            if (skipped <= 0) {
                if (in.read() < 0) {
                    throw truncated();
                }
                skipped = 1;
            }
            left -= skipped;
        }
    }

    private static CorruptArchiveException truncated() {
        return new CorruptArchiveException("truncated");
    }
}
