package dev.kenari.kernel.module;

/** What a module does to the kernel's taint (Linux, Documentation/admin-guide/tainted-kernels.rst). */
public enum ModuleTaint {
    PROPRIETARY('P', 0),
    FORCED('F', 1),
    OUT_OF_TREE('O', 12),
    UNSIGNED('E', 13);

    private final char letter;
    private final int bit;

    ModuleTaint(char letter, int bit) {
        this.letter = letter;
        this.bit = bit;
    }

    public char letter() {
        return letter;
    }

    /** Of the kernel's taint. */
    int bit() {
        return bit;
    }
}
