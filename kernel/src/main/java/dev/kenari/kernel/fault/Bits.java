package dev.kenari.kernel.fault;

/** The decisions of one fault, from its seed (SplitMix64; Steele, Lea and Flood, OOPSLA 2014). */
final class Bits {
    private long state;

    Bits(long seed) {
        state = seed;
    }

    long next() {
        state += 0x9e3779b97f4a7c15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** From 0 to {@code bound}, exclusive. */
    int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }
}
