package dev.kenari.machine.riscv.interpreter;

import java.util.Arrays;

/** Slots that hold one instruction and lead back to the page after it: for the interpreter where translated code can't be entered. */
final class OneInstruction {
    private final long[] slots = CodePage.newSlots();
    private int last;

    OneInstruction() {
        Arrays.fill(slots, 0, CodePage.SLOTS, CodePage.PAGE_END);
    }

    long[] slots(int index, long instruction) {
        slots[last] = CodePage.PAGE_END;
        slots[index] = instruction;
        last = index;
        return slots;
    }
}
