package dev.kenari.machine.riscv.interpreter;

import dev.kenari.machine.riscv.Registers;
import dev.kenari.machine.riscv.Trap;
import java.util.Map;

/** What a translator adds to one hart's interpreter. */
public interface TranslatedCode {
    /** How often a jump's target must have been reached to be hot, on a hart that has retired so many instructions. */
    int hotAt(long retired);

    /** The slots of {@code page} that earlier runs found hot. */
    int[] expected(CodePage page);

    /** How often one of {@link #expected} must have been reached to be hot. */
    int expectedAt();

    /** Jumps have reached {@code pc} that often. Returns the count from which to go on counting. */
    int hot(long pc);

    /**
     * Runs translated code that begins at {@code pc}, for about {@code budget} instructions. Returns where to go on; {@code pc}
     * itself if there is nothing to run in the current address space.
     */
    long run(Registers registers, long pc, int budget);

    /** What the last {@link #run} left of its budget; 0 or less if it used it up. */
    int budget();

    /** For {@link dev.kenari.machine.riscv.Hart#counters}. */
    Map<String, Long> counters();

    /** Throws the trap in which the last {@link #run} ended, if it did: at the address that it returned. */
    void throwTrap() throws Trap;
}
