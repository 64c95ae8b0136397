package dev.kenari.machine.riscv.translator;

/** Translated code: one hidden class, one instance, for all harts and address spaces. */
abstract class Region {
    /** What {@link #run} returns if it ended in a trap, which {@link Execution} then holds. No instruction has this address. */
    static final long TRAPPED = -1;

    /** Stands where there is no translated code. A region that exists early also keeps compiled code that meets others. */
    static final Region NONE = new Region() {
        @Override
        long run(Execution execution, long base, int entry) {
            throw new IllegalStateException("no region");
        }
    };

    /**
     * Runs from entry {@code entry} of the region, whose base is mapped at {@code base}, with the program's state in {@code
     * execution}; returns the address at which to go on.
     */
    abstract long run(Execution execution, long base, int entry);
}
