package dev.kenari.designs;

/**
 * What became of a fault so far.
 *
 * @param injected whether its component was there to put it into
 * @param activated whether it happened
 * @param site where; empty if it has not happened
 * @param recoveryNanos from the fault to the end of the component's next good call; negative if there was none
 * @param oopses of the whole kernel
 * @param ended domains that have ended, of all components
 */
public record FaultOutcome(
        boolean injected, boolean activated, String site, long recoveryNanos, int oopses, long ended) {}
