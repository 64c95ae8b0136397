package dev.kenari.kernel.mm;

/**
 * A range of virtual memory with one set of attributes (a line of proc_pid_maps(5)). Addresses are page-aligned; {@code end} is
 * exclusive.
 */
public final class Vma {
    public static final int READ = 1;
    public static final int WRITE = 2;
    public static final int EXEC = 4;

    long start;
    long end;
    int protection;
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
        this(start, end, m.protection(), m.shared(), m.growsDown(), m.object(), m.offset(), m.name(), m.device(),
                m.inode(), m.maxProtection());
    }

    private Vma(
            long start,
            long end,
            int protection,
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
        return new Vma(from, to, protection, shared, growsDown, object, offset + (from - start), name, device, inode,
                maxProtection);
    }

    /** Whether {@code next}, which starts at this one's end, can be one with it. */
    boolean continues(Vma next) {
        return end == next.start
                && protection == next.protection
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
