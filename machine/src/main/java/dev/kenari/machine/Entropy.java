package dev.kenari.machine;

/** The board's source of randomness: the one seam through which it enters. From the host, or from a seed. */
@FunctionalInterface
public interface Entropy {
    /** Fills {@code bytes} with random bytes. */
    void fill(byte[] bytes);
}
