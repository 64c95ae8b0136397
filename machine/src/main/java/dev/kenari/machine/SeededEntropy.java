package dev.kenari.machine;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The same bytes from the same seed; not for secrets. */
public final class SeededEntropy implements Entropy {
    private final RandomGenerator random;

    public SeededEntropy(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    @Override
    public synchronized void fill(byte[] bytes) {
        random.nextBytes(bytes);
    }
}
