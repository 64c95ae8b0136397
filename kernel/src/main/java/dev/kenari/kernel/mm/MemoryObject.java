package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Pages that can be mapped: a file's content (then it is the page cache) or anonymous shared memory. Each resident page holds
 * one reference to its frame. Guarded by the kernel lock.
 */
public final class MemoryObject {
    private record Mapping(AddressSpace space, Vma vma) {}

    private final int id;
    private final Frames frames;
    private final Pager pager;
    private final long key;
    private final TreeMap<Long, Long> pages = new TreeMap<>();
    private final TreeSet<Long> dirty = new TreeSet<>();
    /** Pages being filled, each with what its filler will recognise as its own: a drop in between takes it away. */
    private final Map<Long, Object> inFlight = new HashMap<>();
    private final WaitQueue arrived = new WaitQueue();
    private final List<Mapping> mappings = new ArrayList<>();
    private final Runnable whenUnreferenced;
    private long size;
    private int references = 1;

    MemoryObject(int id, Frames frames, Pager pager, long key, long size, Runnable whenUnreferenced) {
        this.id = id;
        this.frames = frames;
        this.pager = pager;
        this.key = key;
        this.size = size;
        this.whenUnreferenced = whenUnreferenced;
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
            pages.values().forEach(frames::release);
            pages.clear();
            whenUnreferenced.run();
        }
    }

    /** Grows, or shrinks: pages beyond the new end are unmapped everywhere and dropped, the rest of the last one is zeroed. */
    public void resize(long newSize) throws Errno {
        if (newSize < size) {
            long firstGone = newSize + Frames.SIZE - 1 >>> Frames.SHIFT;
            drop(firstGone, Long.MAX_VALUE);
            size = newSize;
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

    /** Unmaps and forgets pages {@code first} to {@code end} (exclusive), dirty or not. */
    public void drop(long first, long end) {
        for (Mapping mapping : List.copyOf(mappings)) {
            mapping.space.unmapObjectPages(mapping.vma, first, end);
        }
        Map<Long, Long> gone = pages.subMap(first, end);
        gone.values().forEach(frames::release);
        gone.clear();
        dirty.subSet(first, end).clear();
        inFlight.keySet().removeIf(index -> index >= first && index < end);
    }

    /** Whether the pages come from, and go to, a pager. */
    public boolean isPaged() {
        return pager != null;
    }

    public boolean resident(long index) {
        return pages.containsKey(index);
    }

    /** Whether page {@code index} is a hole: known to be zero without a frame. */
    public boolean absent(long index) {
        return pager == null && !pages.containsKey(index);
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

    /** The frame of page {@code index}, filled if need be. May sleep: the caller holds the object. The object keeps the frame. */
    public long frame(long index) throws Errno {
        while (true) {
            Long frame = pages.get(index);
            if (frame != null) {
                return frame;
            }
            if (inFlight.containsKey(index)) {
                arrived.sleepUninterruptibly();
            } else {
                fill(index);
            }
        }
    }

    /** As {@link #frame}, for a page about to be changed through the object. */
    public long writableFrame(long index) throws Errno {
        long frame = frame(index);
        markDirty(index);
        if (frames.isCode(frame)) {
            frames.setCode(frame, false);
            mappings.forEach(m -> m.space.unmapObjectPages(m.vma, index, index + 1));
        }
        return frame;
    }

    private void fill(long index) throws Errno {
        long frame = frames.allocateZeroed();
        if (pager == null) {
            pages.put(index, frame);
            return;
        }
        Object mine = new Object();
        inFlight.put(index, mine);
        boolean filled = false;
        try {
            pager.pageIn(key, index, frame);
            filled = inFlight.get(index) == mine;
        } finally {
            inFlight.remove(index, mine);
            arrived.wakeAll();
            if (filled) {
                pages.put(index, frame);
            } else {
                frames.release(frame);
            }
        }
        Task task = Task.current();
        if (task != null) {
            task.countFault(true);
        }
    }

    public void markDirty(long index) {
        if (pager != null) {
            dirty.add(index);
        }
    }

    /** Writes all dirty pages back to the pager. May sleep. */
    public void writeBack() throws Errno {
        writeBack(0, Long.MAX_VALUE);
    }

    /** Writes dirty pages {@code first} to {@code end} (exclusive) back; a page that the pager can't take stays dirty. May sleep. */
    public void writeBack(long first, long end) throws Errno {
        for (Long index : List.copyOf(dirty.subSet(first, end))) {
            Long frame = pages.get(index);
            if (frame == null || !dirty.remove(index)) {
                continue;
            }
            for (Mapping mapping : mappings) {
                mapping.space.protectObjectPage(mapping.vma, index);
            }
            frames.retain(frame);
            boolean written = false;
            try {
                pager.pageOut(key, index, frame);
                written = true;
            } finally {
                frames.release(frame);
                if (!written && pages.containsKey(index)) {
                    dirty.add(index);
                }
            }
        }
    }

    /** The pages from {@code first} to {@code end} that are there, for finding data and holes; index to frame. */
    public SortedMap<Long, Long> residentBetween(long first, long end) {
        return new TreeMap<>(pages.subMap(first, end));
    }

    /** The frame of page {@code index} if it is resident, else 0. */
    long residentFrame(long index) {
        Long frame = pages.get(index);
        return frame == null ? 0 : frame;
    }

    /** Smallest resident page index at or after {@code index}, or -1. */
    public long nextResident(long index) {
        Long next = pages.ceilingKey(index);
        return next == null ? -1 : next;
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
