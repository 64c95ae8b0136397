package dev.kenari.vfs.tmpfs;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.mm.MemoryObjects;
import dev.kenari.kernel.mm.Pager;
import dev.kenari.vfs.AttributeChange;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.ImageSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A file of a tmpfs. It fills its own pages: they may be mapped when no name leads to it any more. */
final class TmpNode implements Pager {
    private static final int ENTRY_BYTES = 20;

    /** @param cookie grows with every entry of the directory */
    record Child(TmpNode node, long cookie) {}

    final long id;
    int mode;
    int uid;
    int gid;
    int links;
    long rdev;
    long accessed;
    long modified;
    long changed;
    final long born;
    /** Of a symbolic link. */
    String target;
    /** Of a directory, by name and in the order of their cookies. */
    Map<String, Child> children;

    TmpNode parent;
    /** Of the {@link TmpBudget}. */
    long charged;

    private long lastCookie;

    /** Of a regular file: its size unless it has an object. */
    private long size;

    private MemoryObject object;
    private ImageSource source;
    private long sourceOffset;
    /** How much of the source is still the file's content: truncation takes the rest away for good. */
    private long sourceBytes;

    private Map<String, byte[]> extended;

    TmpNode(long id, int mode, int uid, int gid, long now) {
        this.id = id;
        this.mode = mode;
        this.uid = uid;
        this.gid = gid;
        this.born = now;
        this.accessed = now;
        this.modified = now;
        this.changed = now;
        if (FileMode.isDirectory(mode)) {
            children = new LinkedHashMap<>();
            links = 2;
        } else {
            links = 1;
        }
    }

    boolean isDirectory() {
        return children != null;
    }

    void setSource(ImageSource from, long offset, long bytes) {
        source = from;
        sourceOffset = offset;
        sourceBytes = bytes;
        size = bytes;
    }

    void put(String name, TmpNode node) {
        children.put(name, new Child(node, ++lastCookie));
    }

    long size() {
        if (object != null) {
            return object.size();
        }
        if (children != null) {
            return (long) (children.size() + 2) * ENTRY_BYTES;
        }
        return target != null ? target.length() : size;
    }

    Attributes attributes() {
        long bytes = size();
        return new Attributes(
                id, mode, links, uid, gid, rdev, bytes, blocks(bytes), Frames.SIZE, accessed, modified, changed, born);
    }

    private long blocks(long bytes) {
        long perPage = Frames.SIZE / 512;
        if (source != null) {
            return (bytes + Frames.SIZE - 1 >>> Frames.SHIFT) * perPage;
        }
        return object == null ? 0 : object.residentPages() * perPage;
    }

    void change(AttributeChange change) throws Errno {
        int which = change.which();
        if ((which & AttributeChange.SIZE) != 0) {
            resize(change.size());
        }
        mode = (which & AttributeChange.MODE) != 0 ? mode & FileMode.S_IFMT | change.mode() : mode;
        uid = (which & AttributeChange.UID) != 0 ? change.uid() : uid;
        gid = (which & AttributeChange.GID) != 0 ? change.gid() : gid;
        accessed = (which & AttributeChange.ACCESSED) != 0 ? change.accessed() : accessed;
        modified = (which & AttributeChange.MODIFIED) != 0 ? change.modified() : modified;
        changed = (which & AttributeChange.CHANGED) != 0 ? change.changed() : changed;
    }

    private void resize(long to) throws Errno {
        sourceBytes = Math.min(sourceBytes, to);
        if (object == null) {
            size = to;
        } else if (object.size() != to) {
            object.resize(to);
        }
    }

    /** The content; made when first asked for. */
    MemoryObject object(MemoryObjects objects) {
        if (object == null) {
            object = source == null ? objects.anonymous(size) : objects.paged(this, id, size);
        }
        return object;
    }

    @Override
    public boolean stores() {
        return false;
    }

    @Override
    public int cluster() {
        return 1;
    }

    @Override
    public void pageIn(long key, long index, long frame) throws Errno {
        long offset = index << Frames.SHIFT;
        if (offset < sourceBytes) {
            source.read(sourceOffset + offset, frame, (int) Math.min(Frames.SIZE, sourceBytes - offset));
        }
    }

    /** There is nowhere to write to: the page stays. */
    @Override
    public void pageOut(long key, long index, long frame) throws Errno {
        throw Errno.ENOSPC;
    }

    Map<String, byte[]> extended() {
        if (extended == null) {
            extended = new TreeMap<>();
        }
        return extended;
    }

    void touch(long now) {
        modified = now;
        changed = now;
    }

    void free() {
        if (object != null) {
            object.release();
            object = null;
        }
    }
}
