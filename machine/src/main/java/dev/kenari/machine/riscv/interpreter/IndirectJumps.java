package dev.kenari.machine.riscv.interpreter;

import java.util.function.LongConsumer;

/** Where a hart's indirect jumps (not calls, not returns) have gone lately: a lossy set of pairs of virtual addresses. */
public final class IndirectJumps {
    private static final int ENTRIES = 1 << 12;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
    private static final int SHIFT = Long.SIZE - 12;

    private final long[] sources = new long[ENTRIES];
    private final long[] targets = new long[ENTRIES];

    public void note(long source, long target) {
        int index = (int) ((source * 31 + target) * MIX >>> SHIFT);
        sources[index] = source;
        targets[index] = target;
    }

    /** Every known target of the jump at {@code source}. */
    public void targets(long source, LongConsumer consumer) {
        for (int i = 0; i < ENTRIES; i++) {
            if (sources[i] == source) {
                consumer.accept(targets[i]);
            }
        }
    }
}
