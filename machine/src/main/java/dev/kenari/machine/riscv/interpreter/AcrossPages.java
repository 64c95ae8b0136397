package dev.kenari.machine.riscv.interpreter;

/**
 * A hart's recent instructions that reach from one page into the next. They cannot stand in a {@link CodePage}, because the
 * next page depends on the address space. An entry holds as long as both pages are the same and neither was cleared.
 */
final class AcrossPages {
    private static final int ENTRIES = 64;
    private static final int PAGE_SHIFT = 12;
    private static final int LAST = CodePage.SLOTS - 1;

    private final long[][] firsts = new long[ENTRIES][];
    private final long[][] seconds = new long[ENTRIES][];
    private final long[] instructions = new long[ENTRIES];
    /** Of these only the last slot and the page's end are used. */
    private final long[] slots = CodePage.newSlots();

    /** The slots with the instruction that begins at the end of {@code first} and ends in {@code second}; null if unknown. */
    long[] find(long page, long[] first, long[] second) {
        int index = index(page);
        if (second == null
                || firsts[index] != first
                || seconds[index] != second
                || first[LAST] != CodePage.ACROSS
                || second[CodePage.ENTERED] == 0) {
            return null;
        }
        slots[LAST] = instructions[index];
        return slots;
    }

    long[] add(long page, long[] first, long[] second, long instruction) {
        int index = index(page);
        firsts[index] = first;
        seconds[index] = second;
        instructions[index] = instruction;
        slots[LAST] = instruction;
        return slots;
    }

    private static int index(long page) {
        return (int) (page >>> PAGE_SHIFT) & ENTRIES - 1;
    }
}
