package dev.kenari.designs;

import dev.kenari.kernel.KernelPanic;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A booted system. */
public interface RunningSystem extends AutoCloseable {
    /**
     * Waits until the system halts.
     *
     * @param limit null to wait for ever
     * @return empty if the limit passed first; the system goes on
     * @throws KernelPanic if the kernel stopped on a bug of its own
     */
    Optional<Outcome> await(Duration limit) throws InterruptedException;

    Statistics statistics();

    /** Nanoseconds by stack, frames separated by semicolons; empty unless the request wanted a profile. After {@link #close}. */
    Map<String, Long> profile();

    /** Stops the harts, gives the host what output is left, and frees everything. */
    @Override
    void close();
}
