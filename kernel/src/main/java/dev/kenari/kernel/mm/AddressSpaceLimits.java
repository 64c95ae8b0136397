package dev.kenari.kernel.mm;

/** Where an address space's parts lie and how far they may grow; set by exec and setrlimit(2). All in bytes. */
public final class AddressSpaceLimits {
    private static final long DEFAULT_STACK = 8L << 20;
    private static final long GUARD = 256L * Frames.SIZE;

    private long mapBase = AddressSpace.TOP - (64L << 20);
    private long stackBytes = DEFAULT_STACK;
    private long heapStart;
    private long heapEnd;
    private long argumentsStart;
    private long argumentsEnd;
    private long environmentEnd;
    private int newAttributes;
    private int barrierRegistrations;

    /** mmap(2) without a place searches downwards from here. */
    public long mapBase() {
        return mapBase;
    }

    public void setMapBase(long address) {
        mapBase = address;
    }

    /** Attributes of {@link Vma} that new mappings get: LOCKED after mlockall(MCL_FUTURE). A child starts without. */
    public int newAttributes() {
        return newAttributes;
    }

    public void setNewAttributes(int attributes) {
        newAttributes = attributes;
    }

    /** The MEMBARRIER_CMD_REGISTER_* commands given so far. */
    public int barrierRegistrations() {
        return barrierRegistrations;
    }

    public void addBarrierRegistration(int command) {
        barrierRegistrations |= command;
    }

    /** Lowest address that may be mapped without asking for it (vm.mmap_min_addr). */
    public long mapFloor() {
        return 0x1_0000;
    }

    public long stackBytes() {
        return stackBytes;
    }

    public void setStackBytes(long bytes) {
        stackBytes = bytes;
    }

    /** Bytes that must stay free below a growing stack. */
    public long stackGuard() {
        return GUARD;
    }

    public long heapStart() {
        return heapStart;
    }

    /** The program break. */
    public long heapEnd() {
        return heapEnd;
    }

    public void setHeap(long start, long end) {
        heapStart = start;
        heapEnd = end;
    }

    public long argumentsStart() {
        return argumentsStart;
    }

    public long argumentsEnd() {
        return argumentsEnd;
    }

    /** The environment strings lie from {@link #argumentsEnd} to here. */
    public long environmentEnd() {
        return environmentEnd;
    }

    public void setArguments(long start, long end, long environmentEnd) {
        this.argumentsStart = start;
        this.argumentsEnd = end;
        this.environmentEnd = environmentEnd;
    }

    void copyFrom(AddressSpaceLimits other) {
        mapBase = other.mapBase;
        stackBytes = other.stackBytes;
        heapStart = other.heapStart;
        heapEnd = other.heapEnd;
        argumentsStart = other.argumentsStart;
        argumentsEnd = other.argumentsEnd;
        environmentEnd = other.environmentEnd;
        barrierRegistrations = other.barrierRegistrations;
    }
}
