package dev.kenari.kernel.mm;

/**
 * An access that memory management could not satisfy.
 *
 * @param address what was touched
 * @param access READ, WRITE or EXEC of {@link Vma}
 * @param reason why not
 */
public record PageFault(long address, int access, Reason reason) {
    /** Why: SIGSEGV with SEGV_MAPERR or SEGV_ACCERR, SIGBUS with BUS_ADRERR, or the out-of-memory kill (sigaction(2)). */
    public enum Reason {
        NOT_MAPPED,
        NOT_PERMITTED,
        BEYOND_OBJECT,
        NO_MEMORY
    }
}
