package dev.kenari.machine.sync;

/**
 * The order of the locks that nest: a thread may take only locks of a higher rank than all that it holds. Declared where everybody can
 * see it. {@link #take} and {@link #drop} belong in assertions, so that the check costs nothing without {@code -ea}; they follow a
 * thread, and a task's kernel stack is one for life.
 */
public enum LockRank {
    /** The kernel's giant lock. It belongs to a hart, not to a thread: only {@link #allowed} is asked. */
    KERNEL,
    /** A lock that a task keeps while it sleeps. */
    MUTEX,
    /** An overlay with an overlay among its layers. */
    OVERLAY_OF_OVERLAYS,
    /** An overlay's names, while its layers are asked. */
    OVERLAY,
    /** A mounted file system: the same, and taken by page faults of whoever holds a mutex. */
    FILE_SYSTEM,
    /** A device's registers and queues. */
    DEVICE,
    /** Bytes between a device and a host stream. */
    HOST_STREAM,
    /** The interrupt controller, which every device reaches by its wire. */
    INTERRUPT_CONTROLLER;

    private static final ThreadLocal<int[]> HELD = ThreadLocal.withInitial(() -> new int[1]);

    /** Whether the calling thread may take a lock of this rank: it holds none of this or a higher one. */
    public boolean allowed() {
        return HELD.get()[0] >>> ordinal() == 0;
    }

    /** Whether the calling thread holds no lock of a higher rank. */
    public boolean highest() {
        return HELD.get()[0] >>> ordinal() + 1 == 0;
    }

    /** Notes that the calling thread takes a lock; false if that is against the order. */
    public boolean take() {
        boolean allowed = allowed();
        HELD.get()[0] |= 1 << ordinal();
        return allowed;
    }

    /** Notes that it has released it; true. */
    public boolean drop() {
        HELD.get()[0] &= ~(1 << ordinal());
        return true;
    }
}
