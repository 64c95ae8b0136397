package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;
import java.util.HashMap;
import java.util.Map;

/** The memory objects by number, so that a service can name one across a protocol. */
public final class MemoryObjects {
    private final Frames frames;
    private final Map<Integer, MemoryObject> objects = new HashMap<>();
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
        MemoryObject object = new MemoryObject(id, frames, pager, key, size, () -> objects.remove(id));
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
}
