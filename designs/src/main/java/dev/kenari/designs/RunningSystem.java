package dev.kenari.designs;

import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.component.DomainComponent;
import dev.kenari.kernel.component.UpdateRefused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A booted system. */
public interface RunningSystem extends AutoCloseable {
    /** Boots; the program runs when this returns, or will. */
    static RunningSystem boot(SystemRequest request) {
        return BootedSystem.boot(request);
    }

    /**
     * Waits until the system halts.
     *
     * @param limit null to wait for ever
     * @return empty if the limit passed first; the system goes on
     * @throws KernelPanic if the kernel stopped on a bug of its own
     */
    Optional<Outcome> await(Duration limit) throws InterruptedException;

    Statistics statistics();

    /** The components that live in domains; none once the system has halted. */
    List<ComponentState> components();

    /** Ends the instance of now of a component in a domain, as if it had failed; returns false if there is none of that name. */
    boolean endInstance(String component, String why);

    /**
     * Replaces a component in a domain by another version while the system runs, see {@link DomainComponent#update}.
     *
     * @param classes the new version's class files by binary name; others are as they were built
     */
    void update(String component, Map<String, byte[]> classes) throws UpdateRefused, InterruptedException;

    /** What has become of the fault that the request wanted. */
    FaultOutcome fault();

    /** Nanoseconds by stack, frames separated by semicolons; empty unless the request wanted a profile. After {@link #close}. */
    Map<String, Long> profile();

    /** Stops the harts, gives the host what output is left, and frees everything. */
    @Override
    void close();
}
