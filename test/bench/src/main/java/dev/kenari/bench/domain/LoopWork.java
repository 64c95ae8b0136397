package dev.kenari.bench.domain;

import java.util.function.IntUnaryOperator;

/** The worst case for polls: a loop with next to nothing in it. */
public final class LoopWork implements IntUnaryOperator {
    private final long[] bitmap = new long[4096];

    @Override
    public int applyAsInt(int seed) {
        long x = seed;
        for (int i = 0; i < bitmap.length; i++) {
            x ^= bitmap[i] + i;
        }
        return (int) x;
    }
}
