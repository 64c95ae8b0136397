package dev.kenari.machine.riscv.translator;

/**
 * Where in a region an instruction that may trap is, packed into a constant: its offset, and how many instructions of its block
 * come after it, which the block's countdown has counted already.
 */
final class Site {
    private static final int SHIFT = 8;

    private Site() {}

    static int pack(int offset, int after) {
        return offset << SHIFT | after;
    }

    static int offset(int site) {
        return site >> SHIFT;
    }

    static int after(int site) {
        return site & (1 << SHIFT) - 1;
    }
}
