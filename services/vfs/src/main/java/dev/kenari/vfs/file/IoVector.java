package dev.kenari.vfs.file;

import dev.kenari.abi.Errno;

/**
 * Where a read's bytes go, or a write's come from: ranges of a program's memory, or an array of the kernel's. Each
 * copy moves on by what it
 * copied. EFAULT as {@link dev.kenari.kernel.mm.UserMemory}; what was copied before stays counted. May sleep.
 */
public abstract class IoVector {
    private final long length;
    private long done;

    IoVector(long length) {
        this.length = length;
    }

    /** Bytes in all. */
    public final long length() {
        return length;
    }

    /** Bytes copied so far. */
    public final long done() {
        return done;
    }

    public final long remaining() {
        return length - done;
    }

    /** {@link #remaining}, at most {@code limit}. */
    public final int remaining(int limit) {
        return (int) Math.min(length - done, limit);
    }

    /** A read's bytes: copies from an array. */
    public final void put(byte[] from, int offset, int count) throws Errno {
        putAt(done, from, offset, count);
        done += count;
    }

    /** A read's bytes: copies from physical memory. */
    public final void putFrame(long physical, int count) throws Errno {
        putFrameAt(done, physical, count);
        done += count;
    }

    /** A read's bytes: {@code count} zeroes. */
    public final void putZeroes(long count) throws Errno {
        fillAt(done, count);
        done += count;
    }

    /** A write's bytes: copies to an array. */
    public final void take(byte[] into, int offset, int count) throws Errno {
        takeAt(done, into, offset, count);
        done += count;
    }

    /** A write's bytes: copies to physical memory. */
    public final void takeFrame(long physical, int count) throws Errno {
        takeFrameAt(done, physical, count);
        done += count;
    }

    /** A write's next {@code count} bytes. */
    public final byte[] take(int count) throws Errno {
        byte[] bytes = new byte[count];
        take(bytes, 0, count);
        return bytes;
    }

    /** Counts bytes as copied that need not be. */
    public final void skip(long count) {
        done += count;
    }

    /** Takes back the last {@code count} bytes: the receiver did not want them. */
    public final void giveBack(long count) {
        done -= count;
    }

    abstract void putAt(long at, byte[] from, int offset, int count) throws Errno;

    abstract void putFrameAt(long at, long physical, int count) throws Errno;

    abstract void fillAt(long at, long count) throws Errno;

    abstract void takeAt(long at, byte[] into, int offset, int count) throws Errno;

    abstract void takeFrameAt(long at, long physical, int count) throws Errno;
}
