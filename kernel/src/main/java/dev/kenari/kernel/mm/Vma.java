package dev.kenari.kernel.mm;

/**
 * A range of virtual memory with one set of attributes (a line of proc_pid_maps(5)). Addresses are page-aligned; {@code end} is
 * exclusive.
 */
public final class Vma {
    public static final int READ = 1;
    public static final int WRITE = 2;
    public static final int EXEC = 4;

    /** Attribute: mlock(2) made its pages resident for good. */
    public static final int LOCKED = 1;
    /** Attribute: MADV_DONTFORK, a child does not get it. */
    public static final int DONT_FORK = 2;
    /** Attribute: MADV_WIPEONFORK, a child gets zeroes. */
    public static final int WIPE_ON_FORK = 4;
    /** Attribute: MADV_DONTDUMP. */
    public static final int DONT_DUMP = 8;

    long start;
    long end;
    int protection;
    int attributes;
    final boolean shared;
    final boolean growsDown;
    /** What is mapped; null for private anonymous memory. */
    final MemoryObject object;
    /** Byte offset of {@link #start} in the object. */
    long offset;
    /** What proc_pid_maps(5) prints after the inode: a path or a name like {@code [stack]}; may be empty. */
    final String name;
    /** Device and inode of the mapped file, for proc_pid_maps(5). */
    final long device;

    final long inode;
    /** The protections that mprotect(2) may give. */
    final int maxProtection;

    Vma(long start, long end, Mapping m) {
        this(start, end, m.protection(), 0, m.shared(), m.growsDown(), m.object(), m.offset(), m.name(), m.device(),
                m.inode(), m.maxProtection());
    }

    private Vma(
            long start,
            long end,
            int protection,
            int attributes,
            boolean shared,
            boolean growsDown,
            MemoryObject object,
            long offset,
            String name,
            long device,
            long inode,
            int maxProtection) {
        this.start = start;
        this.end = end;
        this.protection = protection;
        this.attributes = attributes;
        this.shared = shared;
        this.growsDown = growsDown;
        this.object = object;
        this.offset = offset;
        this.name = name;
        this.device = device;
        this.inode = inode;
        this.maxProtection = maxProtection;
    }

    Vma part(long from, long to) {
        return new Vma(from, to, protection, attributes, shared, growsDown, object, offset + (from - start), name,
                device, inode, maxProtection);
    }

    /** Whether {@code next}, which starts at this one's end, can be one with it. */
    boolean continues(Vma next) {
        return end == next.start
                && protection == next.protection
                && attributes == next.attributes
                && shared == next.shared
                && growsDown == next.growsDown
                && object == next.object
                && (object == null || offset + (end - start) == next.offset)
                && maxProtection == next.maxProtection
                && name.equals(next.name);
    }

    public long start() {
        return start;
    }

    public long end() {
        return end;
    }

    public long length() {
        return end - start;
    }

    /** READ, WRITE and EXEC. */
    public int protection() {
        return protection;
    }

    /** A union of LOCKED, DONT_FORK, WIPE_ON_FORK and DONT_DUMP. */
    public int attributes() {
        return attributes;
    }

    public boolean has(int attribute) {
        return (attributes & attribute) != 0;
    }

    /** The protections that mprotect(2) may give. */
    public int maxProtection() {
        return maxProtection;
    }

    /** Writable, not shared, not a stack: what RLIMIT_DATA counts. */
    public boolean isData() {
        return (protection & WRITE) != 0 && !shared && !growsDown;
    }

    /** How to touch a page so that the next use of it does not fault: WRITE makes private pages; 0 if it can't be touched. */
    int usefulAccess() {
        if ((protection & WRITE) != 0) {
            return shared ? READ : WRITE;
        }
        return (protection & READ) != 0 ? READ : protection & EXEC;
    }

    public boolean shared() {
        return shared;
    }

    public MemoryObject object() {
        return object;
    }

    public long offset() {
        return offset;
    }

    public String name() {
        return name;
    }

    public long device() {
        return device;
    }

    public long inode() {
        return inode;
    }

    public boolean growsDown() {
        return growsDown;
    }

    /** Index in the object of the page at {@code address}. */
    long pageIndex(long address) {
        return offset + (address - start) >>> Frames.SHIFT;
    }
}
