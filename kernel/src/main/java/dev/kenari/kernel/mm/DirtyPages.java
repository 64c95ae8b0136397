package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.sync.WaitQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Which pages of an object differ from what its pager has, and how they get there. Guarded by the kernel lock. */
final class DirtyPages {
    /** Pages written at once. */
    private static final int RUN = 256;

    private final MemoryObject object;
    private final MemoryObjects all;
    private final TreeSet<Long> dirty = new TreeSet<>();
    /** Pages on their way to the pager; they may be dirty again. */
    private final TreeSet<Long> writing = new TreeSet<>();
    private final WaitQueue written = new WaitQueue();

    DirtyPages(MemoryObject object, MemoryObjects all) {
        this.object = object;
        this.all = all;
    }

    boolean contains(long index) {
        return dirty.contains(index);
    }

    boolean isBusy(long index) {
        return dirty.contains(index) || writing.contains(index);
    }

    void add(long index) {
        if (dirty.add(index)) {
            all.dirtied(object, dirty.size() == 1);
        }
    }

    private void remove(long index) {
        if (dirty.remove(index)) {
            all.cleaned(object, 1, dirty.isEmpty());
        }
    }

    /** The pages {@code first} to {@code end} (exclusive) are gone. */
    void drop(long first, long end) {
        int before = dirty.size();
        dirty.subSet(first, end).clear();
        if (before > dirty.size()) {
            all.cleaned(object, before - dirty.size(), dirty.isEmpty());
        }
    }

    /** Sleeps while a page in the range is on its way to the pager. */
    void await(long first, long end) {
        for (Long next = writing.ceiling(first); next != null && next < end; next = writing.ceiling(first)) {
            written.sleepUninterruptibly();
        }
    }

    /** As {@link MemoryObject#writeBack(long, long)}. */
    void writeBack(long first, long end) throws Errno {
        Errno error = null;
        for (Long at = dirty.ceiling(first); at != null && at < end; ) {
            if (writing.contains(at)) {
                written.sleepUninterruptibly();
                at = dirty.ceiling(at);
                continue;
            }
            List<Long> frames = new ArrayList<>();
            long next = at;
            while (next < end && frames.size() < RUN && dirty.contains(next) && !writing.contains(next)) {
                frames.add(object.residentFrame(next++));
            }
            try {
                write(at, frames.stream().mapToLong(Long::longValue).toArray());
            } catch (Errno e) {
                error = error == null ? e : error;
            }
            at = dirty.ceiling(next);
        }
        await(first, end);
        if (error != null) {
            throw error;
        }
    }

    private void write(long first, long[] frames) throws Errno {
        for (int i = 0; i < frames.length; i++) {
            remove(first + i);
            writing.add(first + i);
        }
        boolean done = false;
        object.retain();
        try {
            object.writeOut(first, frames);
            done = true;
        } finally {
            for (int i = 0; i < frames.length; i++) {
                writing.remove(first + i);
                if (!done && object.residentFrame(first + i) == frames[i]) {
                    add(first + i);
                }
            }
            written.wakeAll();
            object.release();
        }
    }
}
