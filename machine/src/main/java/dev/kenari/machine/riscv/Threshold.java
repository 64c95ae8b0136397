package dev.kenari.machine.riscv;

/**
 * How often a jump's target is interpreted before it is translated: {@code early} while a hart has retired fewer than {@code
 * warm} instructions, {@code late} after that.
 */
public record Threshold(int early, long warm, int late) {
    /**
     * A short program does not live long enough to earn what the host's compilers cost: at first only tight loops do.
     * Measured with {@code python3 -c pass} and a loop of ten seconds on two cores.
     */
    public static final Threshold USUAL = new Threshold(50_000, 150_000_000L, 2_000);

    /** The same count at any time. */
    public static Threshold of(int times) {
        return new Threshold(times, 0, times);
    }

    public int at(long retired) {
        return retired < warm ? early : late;
    }

    /**
     * For what an earlier run found hot ({@link CodeProfile}), at any time. Not as few as {@code late}: a short command in a library
     * that longer ones have made hot would have HotSpot compile regions when it has the interpreter's own loop to compile.
     */
    public int expected() {
        return Math.max(late, early / 5);
    }
}
