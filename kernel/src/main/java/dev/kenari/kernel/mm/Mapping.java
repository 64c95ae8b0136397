package dev.kenari.kernel.mm;

/**
 * What to map: the arguments of mmap(2) in the kernel's terms.
 *
 * @param protection {@link Vma#READ}, WRITE, EXEC
 * @param object null for private anonymous memory
 * @param offset byte offset in the object, page-aligned
 * @param name for proc_pid_maps(5), with device and inode
 * @param maxProtection what mprotect(2) may later give
 */
public record Mapping(
        int protection,
        boolean shared,
        boolean growsDown,
        MemoryObject object,
        long offset,
        String name,
        long device,
        long inode,
        int maxProtection) {
    private static final int ALL = Vma.READ | Vma.WRITE | Vma.EXEC;

    /** Private anonymous memory. */
    public static Mapping anonymous(int protection, String name) {
        return new Mapping(protection, false, false, null, 0, name, 0, 0, ALL);
    }

    /** A main thread's stack. */
    public static Mapping stack(int protection) {
        return new Mapping(protection, false, true, null, 0, "[stack]", 0, 0, ALL);
    }

    /** A private or shared mapping of an object. */
    public static Mapping of(MemoryObject object, long offset, int protection, boolean shared, String name) {
        return new Mapping(protection, shared, false, object, offset, name, 0, 0, ALL);
    }
}
