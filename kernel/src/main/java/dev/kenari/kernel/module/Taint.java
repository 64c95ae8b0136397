package dev.kenari.kernel.module;

/** Why a kernel is not trusted any more for a module's sake (Linux, Documentation/admin-guide/tainted-kernels.rst). */
public enum Taint {
    PROPRIETARY('P', 0),
    FORCED('F', 1),
    OUT_OF_TREE('O', 12),
    UNSIGNED('E', 13);

    private final char letter;
    private final int bit;

    Taint(char letter, int bit) {
        this.letter = letter;
        this.bit = bit;
    }

    public char letter() {
        return letter;
    }

    public long mask() {
        return 1L << bit;
    }
}
