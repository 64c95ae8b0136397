package dev.kenari.kernel.cap;

/** Somebody used a number that is no capability of theirs, or a capability for more than it gives. It ends a component's domain. */
@SuppressWarnings("serial")
public final class CapabilityFault extends RuntimeException {
    public CapabilityFault(String what) {
        super(what);
    }
}
