package dev.kenari.image;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A service, found by {@link java.util.ServiceLoader}: a computer that boots an image which is still being built, for
 * what only the image's own programs can do to it.
 */
public interface GuestComputer {
    /**
     * Runs a command as root and waits for its end. Time and randomness are the same each time, so that equal images give
     * equal results.
     *
     * @param shared a host directory, mounted on {@code mountPoint}; the only place where what the guest writes stays
     * @param output takes the command's standard output as it comes
     * @return the command's exit code; 128 and the signal that ended it
     * @throws ImageException if the image cannot be booted or the command does not end in time
     */
    int run(RootFileSystem root, List<String> command, Path shared, String mountPoint, OutputStream output, Duration limit)
            throws ImageException;
}
