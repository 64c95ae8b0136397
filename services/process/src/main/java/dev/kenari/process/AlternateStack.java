package dev.kenari.process;

/**
 * An alternate signal stack (sigaltstack(2)).
 *
 * @param address its lowest byte
 * @param flags {@link #DISABLE} or {@link #ONSTACK}, and {@link #AUTODISARM}
 */
public record AlternateStack(long address, int flags, long size) {
    public static final int ONSTACK = 1;
    public static final int DISABLE = 2;
    public static final int AUTODISARM = 1 << 31;
    /** The smallest that is accepted, in bytes (MINSIGSTKSZ). */
    public static final long MINIMUM = 2048;

    public static final AlternateStack NONE = new AlternateStack(0, DISABLE, 0);

    /** Whether a program with this stack pointer runs on it. */
    public boolean holds(long stackPointer) {
        return (flags & AUTODISARM) == 0 && contains(stackPointer);
    }

    /** Whether the stack pointer lies in it. */
    public boolean contains(long stackPointer) {
        return stackPointer > address && stackPointer - address <= size;
    }

    /** What sigaltstack(2) reports to a program with this stack pointer. */
    public AlternateStack seenFrom(long stackPointer) {
        int state = size == 0 ? DISABLE : holds(stackPointer) ? ONSTACK : 0;
        return new AlternateStack(address, state | flags & AUTODISARM, size);
    }
}
