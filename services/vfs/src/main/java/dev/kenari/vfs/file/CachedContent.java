package dev.kenari.vfs.file;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.MemoryObject;

/** Copies between a caller's memory and the page cache. */
final class CachedContent {
    private final MemoryObject object;
    private final Frames frames;

    CachedContent(MemoryObject object, Frames frames) {
        this.object = object;
        this.frames = frames;
    }

    /** Reads from {@code offset} to the end of the object at most. */
    void read(IoVector to, long offset) throws Errno {
        long at = offset;
        while (to.remaining() > 0 && at < object.size()) {
            int within = (int) at & Frames.SIZE - 1;
            int chunk = to.remaining((int) Math.min(Frames.SIZE - within, object.size() - at));
            long index = at >>> Frames.SHIFT;
            if (object.absent(index)) {
                to.putZeroes(chunk);
            } else {
                long frame = object.frame(index);
                frames.retain(frame);
                try {
                    to.putFrame(frame + within, chunk);
                } finally {
                    frames.release(frame);
                }
            }
            at += chunk;
        }
    }

    /** Writes into one page, which ends up dirty; the object does not grow. Returns how many bytes. */
    int writePage(IoVector from, long at, int limit) throws Errno {
        int within = (int) at & Frames.SIZE - 1;
        int chunk = from.remaining(Math.min(Frames.SIZE - within, limit));
        long frame = object.writableFrame(at >>> Frames.SHIFT);
        frames.retain(frame);
        try {
            from.takeFrame(frame + within, chunk);
        } finally {
            frames.release(frame);
        }
        return chunk;
    }
}
