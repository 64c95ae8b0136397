package dev.kenari.vfs.file;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.MemoryObject;

/** Copies between a caller's memory and the page cache, for one open file: it reads ahead of a reader that goes forward. */
public final class CachedContent {
    private static final int LEAST_AHEAD = 8;
    private static final int MOST_AHEAD = 256;

    private final MemoryObject object;
    private final Frames frames;
    private long expected;
    private int ahead = LEAST_AHEAD;
    private boolean random;

    public CachedContent(MemoryObject object, Frames frames) {
        this.object = object;
        this.frames = frames;
    }

    /** POSIX_FADV_RANDOM: nothing is read that was not asked for. */
    void setRandom(boolean value) {
        random = value;
    }

    /** Reads from {@code offset} to the end of the object at most. */
    public void read(IoVector to, long offset) throws Errno {
        long at = offset;
        ahead = offset >>> Frames.SHIFT == expected ? ahead : LEAST_AHEAD;
        while (to.remaining() > 0 && at < object.size()) {
            int within = (int) at & Frames.SIZE - 1;
            long index = at >>> Frames.SHIFT;
            int chunk = to.remaining((int) Math.min(Frames.SIZE - within, object.size() - at));
            if (object.absent(index)) {
                to.putZeroes(chunk);
            } else {
                readPage(to, index, within, chunk);
            }
            at += chunk;
        }
        expected = at >>> Frames.SHIFT;
    }

    private void readPage(IoVector to, long index, int within, int chunk) throws Errno {
        if (!object.resident(index)) {
            long asked = within + to.remaining() + Frames.SIZE - 1 >>> Frames.SHIFT;
            object.readAhead(index, (int) Math.min(Math.max(asked, random ? 1 : ahead), MOST_AHEAD));
            ahead = Math.min(ahead * 4, MOST_AHEAD);
        }
        long frame = object.frame(index);
        frames.retain(frame);
        try {
            to.putFrame(frame + within, chunk);
        } finally {
            frames.release(frame);
        }
    }

    /** Writes into one page, which ends up dirty; the object does not grow. Returns how many bytes. */
    public int writePage(IoVector from, long at, int limit) throws Errno {
        int within = (int) at & Frames.SIZE - 1;
        long index = at >>> Frames.SHIFT;
        int chunk = from.remaining(Math.min(Frames.SIZE - within, limit));
        if (chunk == Frames.SIZE && object.isStored() && !object.resident(index)) {
            writeNewPage(from, index);
            return chunk;
        }
        long frame = object.writableFrame(index);
        frames.retain(frame);
        try {
            from.takeFrame(frame + within, chunk);
        } finally {
            // The copy may have slept, and the page been written back before it was complete.
            object.makeDirty(index);
            frames.release(frame);
        }
        object.balance();
        return chunk;
    }

    /** A page that is replaced as a whole need not be read before. */
    private void writeNewPage(IoVector from, long index) throws Errno {
        long frame = frames.allocate();
        boolean copied = false;
        boolean inserted = false;
        boolean stored = false;
        try {
            from.takeFrame(frame, Frames.SIZE);
            copied = true;
            inserted = object.insert(index, frame);
            if (!inserted) {
                frames.memory().copy(frame, object.writableFrame(index), Frames.SIZE);
            }
            stored = true;
        } finally {
            if (!inserted) {
                frames.release(frame);
            }
            // What found no room does not count as written.
            from.giveBack(copied && !stored ? Frames.SIZE : 0);
        }
        object.balance();
    }
}
