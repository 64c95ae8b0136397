package dev.kenari.vfs.pipe;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.vfs.file.IoVector;

/**
 * Bytes in order, kept in frames of guest memory so that a program's pipes and sockets count against the memory it was given.
 * Grows as needed: its user limits it. Copies may sleep; the user keeps others out meanwhile.
 */
public final class ByteQueue {
    private final Frames frames;
    private long[] ring = new long[2];
    /** Index in {@link #ring} of the frame with the oldest byte. */
    private int first;
    private int count;
    /** Where in the first frame the oldest byte is. */
    private int head;
    private long size;

    public ByteQueue(Frames frames) {
        this.frames = frames;
    }

    public long size() {
        return size;
    }

    /** Appends the next {@code length} bytes of {@code from}. On EFAULT or ENOMEM what was copied before stays appended. */
    public void append(IoVector from, long length) throws Errno {
        while (length > 0) {
            long end = head + size;
            int within = (int) end & Frames.SIZE - 1;
            int index = (int) (end >>> Frames.SHIFT);
            if (index == count) {
                grow();
            }
            int chunk = (int) Math.min(length, Frames.SIZE - within);
            from.takeFrame(ring[first + index & ring.length - 1] + within, chunk);
            size += chunk;
            length -= chunk;
        }
    }

    private void grow() throws Errno {
        if (count == ring.length) {
            long[] larger = new long[2 * count];
            System.arraycopy(ring, first, larger, 0, count - first);
            System.arraycopy(ring, 0, larger, count - first, first);
            ring = larger;
            first = 0;
        }
        ring[first + count & ring.length - 1] = frames.allocate();
        count++;
    }

    /** Copies {@code length} bytes, {@code skip} bytes after the oldest, to {@code to}. They stay. */
    public void peek(long skip, IoVector to, long length) throws Errno {
        while (length > 0) {
            long position = head + skip;
            int within = (int) position & Frames.SIZE - 1;
            int index = (int) (position >>> Frames.SHIFT);
            int chunk = (int) Math.min(length, Frames.SIZE - within);
            to.putFrame(ring[first + index & ring.length - 1] + within, chunk);
            skip += chunk;
            length -= chunk;
        }
    }

    /** Moves the oldest {@code length} bytes to {@code to}. On EFAULT what was copied before is gone. */
    public void take(IoVector to, long length) throws Errno {
        long before = to.done();
        try {
            peek(0, to, length);
        } finally {
            drop(to.done() - before);
        }
    }

    /** Forgets the oldest {@code length} bytes. */
    public void drop(long length) {
        size -= length;
        long position = head + length;
        // One frame stays for the next bytes, so that small messages never allocate.
        while (position >= Frames.SIZE && count > 1) {
            releaseFirst();
            position -= Frames.SIZE;
        }
        head = size == 0 ? 0 : (int) position;
    }

    /** Forgets the newest {@code length} bytes. */
    public void dropLast(long length) {
        size -= length;
        if (size == 0) {
            head = 0;
        }
        int needed = Math.max(1, (int) (head + size + Frames.SIZE - 1 >>> Frames.SHIFT));
        while (count > needed) {
            count--;
            frames.release(ring[first + count & ring.length - 1]);
        }
    }

    /** Forgets everything and gives the memory back. */
    public void clear() {
        while (count > 0) {
            releaseFirst();
        }
        head = 0;
        size = 0;
    }

    private void releaseFirst() {
        frames.release(ring[first]);
        first = first + 1 & ring.length - 1;
        count--;
    }
}
