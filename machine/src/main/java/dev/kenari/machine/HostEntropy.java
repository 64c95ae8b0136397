package dev.kenari.machine;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * The host's randomness: its kernel's, where that is a file, and Java's elsewhere. Java's reads the same file, but takes tens of
 * milliseconds to find that out.
 */
public final class HostEntropy implements Entropy {
    private static final Path KERNEL = Path.of("/dev/urandom");

    @Override
    public void fill(byte[] bytes) {
        if (!Files.isReadable(KERNEL)) {
            new SecureRandom().nextBytes(bytes);
            return;
        }
        try (InputStream in = new FileInputStream(KERNEL.toFile())) {
            if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
                throw new IOException(KERNEL + " ends");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
