package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pages that can be mapped: a file's content (then it is the page cache) or anonymous shared memory. Each resident page holds
 * one reference to its frame. Guarded by the kernel lock.
 */
public final class MemoryObject implements PageCache {
    /** Pages read for a fault lie in one such group. */
    private static final int AROUND = 16;

    private record Mapping(AddressSpace space, Vma vma) {}

    private final int id;
    private final Frames frames;
    private final Pager pager;
    private final long key;
    private final PageMap pages = new PageMap();
    private final MemoryObjects all;
    private final DirtyPages dirty;
    /** Pages being filled, each with what its filler will recognise as its own: a drop in between takes it away. */
    private final Map<Long, Object> inFlight = new HashMap<>();
    /** Pages that differ from what a pager has that does not store. */
    private final Set<Long> changed = new HashSet<>();
    private final WaitQueue arrived = new WaitQueue();
    private final List<Mapping> mappings = new ArrayList<>();
    private long lastUse;
    private long dirtySince;
    private long size;
    private int references = 1;

    MemoryObject(int id, MemoryObjects all, Frames frames, Pager pager, long key, long size) {
        this.id = id;
        this.all = all;
        this.dirty = new DirtyPages(this, all);
        this.frames = frames;
        this.pager = pager;
        this.key = key;
        this.size = size;
    }

    public int id() {
        return id;
    }

    /** Bytes; an access to a page wholly beyond faults with SIGBUS. */
    public long size() {
        return size;
    }

    /** Pages that may be mapped: those that hold at least one byte. */
    long pageCount() {
        return size + Frames.SIZE - 1 >>> Frames.SHIFT;
    }

    public void retain() {
        references++;
    }

    /** Drops a reference; the last one frees the pages. */
    public void release() {
        if (--references == 0) {
            dirty.drop(0, Long.MAX_VALUE);
            forget(0, Long.MAX_VALUE);
            all.unreferenced(this);
        }
    }

    /** Grows, or shrinks: pages beyond the new end are unmapped everywhere and dropped, the rest of the last one is zeroed. */
    public void resize(long newSize) throws Errno {
        if (newSize < size) {
            long firstGone = newSize + Frames.SIZE - 1 >>> Frames.SHIFT;
            drop(firstGone, Long.MAX_VALUE, true);
            size = newSize;
            // What is on its way must not arrive where another file's data is by then.
            dirty.await(firstGone, Long.MAX_VALUE);
            int tail = (int) (newSize & Frames.SIZE - 1);
            long last = newSize >>> Frames.SHIFT;
            if (tail != 0 && (pager != null || resident(last))) {
                long frame = writableFrame(last);
                frames.memory().fill(frame + tail, Frames.SIZE - tail, (byte) 0);
            }
        } else {
            size = newSize;
        }
    }

    /** Unmaps and forgets pages {@code first} to {@code end} (exclusive; none if not after it), dirty or not. */
    public void drop(long first, long end) {
        drop(first, end, false);
    }

    /** @param copies whether private copies go too: what lies beyond the end of a file faults in any mapping */
    private void drop(long first, long end, boolean copies) {
        if (first >= end) {
            return;
        }
        for (Mapping mapping : List.copyOf(mappings)) {
            mapping.space.unmapObjectPages(mapping.vma, first, end, copies);
        }
        forget(first, end);
        dirty.drop(first, end);
        changed.removeIf(index -> index >= first && index < end);
        inFlight.keySet().removeIf(index -> index >= first && index < end);
    }

    private void forget(long first, long end) {
        for (long index = pages.next(first); index >= 0 && index < end; index = pages.next(index)) {
            frames.release(pages.remove(index));
        }
    }

    /** Whether the pages come from, and go to, a pager. */
    public boolean isPaged() {
        return pager != null;
    }

    public boolean resident(long index) {
        return pages.contains(index);
    }

    /** Whether page {@code index} is a hole: known to be zero without a frame. */
    public boolean absent(long index) {
        return pager == null && !pages.contains(index);
    }

    /** Whether any address space maps it. */
    public boolean isMapped() {
        return !mappings.isEmpty();
    }

    /** Whether a shared mapping may write. */
    public boolean isMappedForWriting() {
        return mappings.stream().anyMatch(m -> m.vma.shared && (m.vma.maxProtection & Vma.WRITE) != 0);
    }

    /** How many VMAs map it. */
    public int mappings() {
        return mappings.size();
    }

    public int residentPages() {
        return pages.size();
    }

    /** Whether changes reach a pager in the end. */
    public boolean isStored() {
        return pager != null && pager.stores();
    }

    /** The frame of page {@code index}, filled if need be. May sleep: the caller holds the object. The object keeps the frame. */
    public long frame(long index) throws Errno {
        lastUse = all.use();
        while (true) {
            long frame = pages.get(index);
            if (frame != 0) {
                return frame;
            }
            if (inFlight.containsKey(index)) {
                arrived.sleepUninterruptibly();
            } else if (pager == null) {
                pages.put(index, frames.allocateZeroed());
            } else {
                fill(index, AROUND - (int) (index % AROUND));
            }
        }
    }

    /** Reads page {@code index}, if it is missing, and up to {@code count} in all with it, if the pager finds that worth while. */
    public void readAhead(long index, int count) throws Errno {
        if (pager != null && count > 1 && !pages.contains(index) && !inFlight.containsKey(index)) {
            fill(index, count);
        }
    }

    /** As {@link #frame}, for a page about to be changed through the object. */
    public long writableFrame(long index) throws Errno {
        long frame;
        do {
            frame = frame(index);
            makeDirty(index);
        } while (residentFrame(index) != frame);
        if (frames.isCode(frame)) {
            frames.setCode(frame, false);
            mappings.forEach(m -> m.space.unmapObjectPages(m.vma, index, index + 1, false));
        }
        return frame;
    }

    /**
     * Makes {@code frame} page {@code index}, dirty, and takes over the caller's reference. Returns false, and does neither, if the page
     * is there or on its way. May sleep.
     */
    public boolean insert(long index, long frame) throws Errno {
        if (pages.contains(index) || inFlight.containsKey(index)) {
            return false;
        }
        willDirty(index);
        if (pages.contains(index) || inFlight.containsKey(index)) {
            return false;
        }
        pages.put(index, frame);
        addDirty(index);
        return true;
    }

    private void fill(long first, int wanted) throws Errno {
        int count = 1;
        int most = Math.min(wanted, pager.cluster());
        while (count < most
                && first + count < pageCount()
                && !pages.contains(first + count)
                && !inFlight.containsKey(first + count)) {
            count++;
        }
        long[] into = blankFrames(count);
        count = into.length;
        Object mine = new Object();
        for (int i = 0; i < count; i++) {
            inFlight.put(first + i, mine);
        }
        boolean filled = false;
        try {
            pager.pagesIn(key, first, into);
            filled = true;
        } finally {
            for (int i = 0; i < count; i++) {
                boolean wantedStill = inFlight.remove(first + i, mine);
                if (filled && wantedStill) {
                    pages.put(first + i, into[i]);
                } else {
                    frames.release(into[i]);
                }
            }
            arrived.wakeAll();
        }
        Task task = Task.current();
        if (task != null) {
            task.countFault(true);
        }
    }

    /** As many as there are, at most {@code count}; ENOMEM if there is none. */
    private long[] blankFrames(int count) throws Errno {
        long[] blank = new long[count];
        for (int i = 0; i < count; i++) {
            if (i > 0 && frames.free() == 0) {
                return Arrays.copyOf(blank, i);
            }
            blank[i] = frames.allocateZeroed();
        }
        return blank;
    }

    /** Page {@code index} is about to be changed, or just was. May sleep. ENOSPC and the like if the pager has no room for it. */
    public void makeDirty(long index) throws Errno {
        if (!dirty.contains(index)) {
            willDirty(index);
            if (pages.contains(index)) {
                addDirty(index);
            }
        }
    }

    private void willDirty(long index) throws Errno {
        if (isStored()) {
            pager.willDirty(key, index);
        }
    }

    private void addDirty(long index) {
        if (isStored()) {
            dirty.add(index);
        } else if (pager != null) {
            changed.add(index);
        }
    }

    /** Holds the caller back while too many pages are dirty. May sleep. */
    public void balance() throws Errno {
        if (isStored()) {
            all.balance(this);
        }
    }

    long dirtySince() {
        return dirtySince;
    }

    void setDirtySince(long now) {
        dirtySince = now;
    }

    long lastUse() {
        return lastUse;
    }

    /** Writes all dirty pages back to the pager. May sleep. */
    public void writeBack() throws Errno {
        writeBack(0, Long.MAX_VALUE);
    }

    /**
     * Writes dirty pages {@code first} to {@code end} (exclusive) back and waits for those that are on their way; a page that the pager
     * can't take stays dirty. May sleep.
     */
    public void writeBack(long first, long end) throws Errno {
        dirty.writeBack(first, end);
    }

    /** Gives consecutive pages to the pager. */
    void writeOut(long first, long[] out) throws Errno {
        for (int i = 0; i < out.length; i++) {
            frames.retain(out[i]);
            for (Mapping mapping : mappings) {
                mapping.space.protectObjectPage(mapping.vma, first + i);
            }
        }
        try {
            pager.pagesOut(key, first, out);
        } finally {
            for (long frame : out) {
                frames.release(frame);
            }
        }
    }

    /**
     * Forgets at most {@code limit} pages {@code first} to {@code end} (exclusive) that nobody maps or moves and the pager can fill again;
     * returns how many.
     */
    public int forgetClean(long first, long end, int limit) {
        if (first >= end) {
            return 0;
        }
        int freed = 0;
        for (long index = pages.next(first); freed < limit && index >= 0 && index < end; index = pages.next(index + 1)) {
            if (frames.references(pages.get(index)) == 1 && !dirty.isBusy(index) && !changed.contains(index)) {
                frames.release(pages.remove(index));
                freed++;
            }
        }
        return freed;
    }

    /** The frame of page {@code index} if it is resident, else 0. */
    long residentFrame(long index) {
        return pages.get(index);
    }

    /** Smallest resident page index at or after {@code index}, or -1. */
    public long nextResident(long index) {
        return pages.next(index);
    }

    /** Copies up to {@code length} bytes at {@code offset} into a grant at {@code at}; stops at the end. Returns the count. */
    public long read(long offset, GrantedMemory to, dev.kenari.kernel.ipc.Grant grant, long at, long length) throws Errno {
        long count = Math.min(length, size - offset);
        long done = 0;
        while (done < count) {
            long position = offset + done;
            int within = (int) (position & Frames.SIZE - 1);
            int chunk = (int) Math.min(count - done, Frames.SIZE - within);
            long frame = frame(position >>> Frames.SHIFT);
            frames.retain(frame);
            try {
                to.copyOut(frame + within, grant, at + done, chunk);
            } catch (Errno e) {
                if (done > 0) {
                    return done;
                }
                throw e;
            } finally {
                frames.release(frame);
            }
            done += chunk;
        }
        return Math.max(done, 0);
    }

    /** Copies {@code length} bytes of a grant from {@code at} to {@code offset}, growing the object. Returns the count. */
    public long write(long offset, GrantedMemory from, dev.kenari.kernel.ipc.Grant grant, long at, long length)
            throws Errno {
        long done = 0;
        while (done < length) {
            long position = offset + done;
            int within = (int) (position & Frames.SIZE - 1);
            int chunk = (int) Math.min(length - done, Frames.SIZE - within);
            try {
                long frame = writableFrame(position >>> Frames.SHIFT);
                frames.retain(frame);
                try {
                    from.copyIn(grant, at + done, frame + within, chunk);
                } finally {
                    frames.release(frame);
                }
            } catch (Errno e) {
                if (done > 0) {
                    return done;
                }
                throw e;
            }
            done += chunk;
            size = Math.max(size, offset + done);
        }
        return done;
    }

    void mapped(AddressSpace space, Vma vma) {
        mappings.add(new Mapping(space, vma));
        retain();
    }

    void unmapped(AddressSpace space, Vma vma) {
        mappings.removeIf(m -> m.vma == vma && m.space == space);
        release();
    }
}
