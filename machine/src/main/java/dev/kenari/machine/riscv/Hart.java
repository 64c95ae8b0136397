package dev.kenari.machine.riscv;

import dev.kenari.machine.Clock;
import dev.kenari.machine.bus.Bus;
import dev.kenari.machine.bus.PhysicalMemory;
import java.util.Map;

/**
 * One hardware thread as a supervisor sees it. The kernel plays S-mode in Java; {@link #run} executes U-mode guest code.
 * All methods but {@link #raise} and {@link #lower} belong to the thread that holds the hart.
 */
public interface Hart {
    int id();

    PhysicalMemory memory();

    Clock clock();

    /** Where physical addresses outside RAM lead; before that nowhere. For the board's assembly. */
    void connect(Bus bus);

    /**
     * Runs the program in {@code registers} in U-mode until a trap: returns a {@link Cause}, with {@code registers.pc} the
     * trapping instruction (ecall and faults) or the next one to run (interrupts). An enabled pending interrupt traps at the
     * next poll, at most a few thousand instructions later.
     */
    int run(Registers registers);

    /** The faulting address or instruction bits of the last trap ({@code stval}). */
    long trapValue();

    /** Sv39 root: mode, ASID and root page number as the {@code satp} register holds them. Does not flush. */
    void setSatp(long satp);

    long satp();

    /** sfence.vma: forgets translations of the page at {@code address} ({@code -1}: of all), in the current address space. */
    void fenceVma(long address);

    /** fence.i: forgets decoded instructions. */
    void fenceInstructions();

    /** Forgets what any hart of the board has decoded from the frame at physical {@code address}. Any thread. */
    void fenceInstructions(long address);

    /** Sets the pending bit of interrupt {@code cause} (SOFTWARE, TIMER, EXTERNAL) and ends a {@link #waitForInterrupt}. Any thread. */
    void raise(int cause);

    /** Clears the pending bit. Any thread. */
    void lower(int cause);

    /** Board time in nanoseconds at which TIMER is raised ({@code Long.MAX_VALUE}: never); clears a pending TIMER. */
    void setTimer(long nanos);

    /** wfi: waits until an interrupt is pending (may return early). A deterministic clock jumps instead of waiting. */
    void waitForInterrupt();

    /** The pending interrupts, bit {@code 1 << cause}. */
    int pending();

    /** Instructions retired since reset. */
    long retired();

    /**
     * What the engine has done since reset, each count by what it counts, as {@code "regions translated"}; in the order in which a
     * user wants to read them. What the board's harts share is counted by one of them: the counts of all are added up. Any thread.
     */
    default Map<String, Long> counters() {
        return Map.of();
    }
}
