package dev.kenari.machine.riscv.interpreter;

import dev.kenari.machine.riscv.Registers;
import dev.kenari.machine.riscv.Trap;
import dev.kenari.machine.riscv.mmu.Mmu;

/** What of a hart's interpreter its translated code shares. */
public interface Internals {
    Mmu mmu();

    GuestMemory guestMemory();

    IndirectJumps jumps();

    /** What is decoded of the page at {@code address}; null if it can't be fetched from, or never was. */
    CodePage probe(long address);

    /** Executes one of the instructions that are neither frequent, nor jumps, nor count themselves; false if it is illegal. */
    boolean execute(long instruction, Registers registers) throws Trap;

    /** The trap of an instruction at {@code pc} that is decoded but not permitted. */
    Trap illegal(long pc) throws Trap;

    /** The end of a quantum, of which {@code budget} instructions are left: the budget of the next one, 0 if an interrupt is pending. */
    int nextQuantum(int budget);
}
