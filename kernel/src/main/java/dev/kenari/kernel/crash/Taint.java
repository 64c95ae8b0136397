package dev.kenari.kernel.crash;

/**
 * What has happened to the kernel that makes its later failures less worth reporting (Linux,
 * Documentation/admin-guide/tainted-kernels.rst). Guarded by the kernel lock.
 */
public final class Taint {
    public static final int FORCED_MODULE = 1;
    public static final int FORCED_UNLOAD = 3;
    public static final int DIE = 7;
    public static final int WARN = 9;
    public static final int OUT_OF_TREE_MODULE = 12;
    public static final int UNSIGNED_MODULE = 13;

    /** By bit; bit 0 has a letter when it is clear, too. */
    private static final String LETTERS = "PFSRMBUDAWCIOELKXTN";

    private long mask;

    /** /proc/sys/kernel/tainted. */
    public long mask() {
        return mask;
    }

    public void add(int bit) {
        mask |= 1L << bit;
    }

    /** What an administrator writes: it only ever adds. Unknown bits are ignored. */
    public void addMask(long bits) {
        mask |= bits & (1L << LETTERS.length()) - 1;
    }

    @Override
    public String toString() {
        if (mask == 0) {
            return "Not tainted";
        }
        StringBuilder text = new StringBuilder("Tainted: ");
        for (int bit = 0; bit < LETTERS.length(); bit++) {
            boolean set = (mask >>> bit & 1) != 0;
            text.append(set ? LETTERS.charAt(bit) : bit == 0 ? 'G' : ' ');
        }
        return text.toString().stripTrailing();
    }
}
