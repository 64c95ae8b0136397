package dev.kenari.machine;

import java.security.SecureRandom;

/** The host's randomness. */
public final class HostEntropy implements Entropy {
    private final SecureRandom random = new SecureRandom();

    @Override
    public void fill(byte[] bytes) {
        random.nextBytes(bytes);
    }
}
