package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The memory objects by number, so that a service can name one across a protocol. */
public final class MemoryObjects {
    private static final int RECLAIM = 1024;

    private final Frames frames;
    private final Map<Integer, MemoryObject> objects = new HashMap<>();
    /** Those with dirty pages, in the order of their oldest. */
    private final Set<MemoryObject> dirty = new LinkedHashSet<>();

    private WriteBack writeBack;
    private long dirtyPages;
    private long uses;
    private int next = 1;

    public MemoryObjects(Frames frames) {
        this.frames = frames;
    }

    /** Anonymous memory of {@code size} bytes, zero at first; the caller holds the one reference. */
    public MemoryObject anonymous(long size) {
        return paged(null, 0, size);
    }

    /** Memory that {@code pager} fills, who knows it as {@code key}; the caller holds the one reference. */
    public MemoryObject paged(Pager pager, long key, long size) {
        int id = next++;
        MemoryObject object = new MemoryObject(id, this, frames, pager, key, size);
        objects.put(id, object);
        return object;
    }

    public MemoryObject find(int id) throws Errno {
        MemoryObject object = objects.get(id);
        if (object == null) {
            throw Errno.EBADF;
        }
        return object;
    }

    /** Pages resident in objects: what free(1) calls buff/cache. */
    public long residentPages() {
        return objects.values().stream().mapToLong(MemoryObject::residentPages).sum();
    }

    /** Boot: who writes dirty pages. Until then they stay. */
    public void setWriteBack(WriteBack value) {
        writeBack = value;
    }

    void unreferenced(MemoryObject object) {
        objects.remove(object.id());
    }

    /** Grows with each use of a page. */
    long use() {
        return ++uses;
    }

    /** Pages that differ from what their pagers have. */
    public long dirtyPages() {
        return dirtyPages;
    }

    List<MemoryObject> dirtyObjects() {
        return List.copyOf(dirty);
    }

    void dirtied(MemoryObject object, boolean first) {
        dirtyPages++;
        if (first) {
            dirty.add(object);
            object.setDirtySince(writeBack == null ? 0 : writeBack.now());
        }
        if (writeBack != null) {
            writeBack.dirtied();
        }
    }

    void cleaned(MemoryObject object, int pages, boolean all) {
        dirtyPages -= pages;
        if (all) {
            dirty.remove(object);
        }
    }

    void balance(MemoryObject object) throws Errno {
        if (writeBack != null) {
            writeBack.balance(object);
        }
    }

    /** Frees pages that pagers can fill again, of objects that were not used for longest; returns whether there were any. */
    public boolean reclaim() {
        List<MemoryObject> paged = new ArrayList<>();
        for (MemoryObject object : objects.values()) {
            if (object.isPaged() && object.residentPages() > 0) {
                paged.add(object);
            }
        }
        paged.sort(Comparator.comparingLong(MemoryObject::lastUse));
        int freed = 0;
        for (MemoryObject object : paged) {
            freed += object.forgetClean(0, Long.MAX_VALUE, RECLAIM - freed);
            if (freed >= RECLAIM) {
                break;
            }
        }
        return freed > 0;
    }
}
