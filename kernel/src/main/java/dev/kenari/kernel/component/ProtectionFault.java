package dev.kenari.kernel.component;

/** A component reached for what it was not given. It ends the component's domain. */
@SuppressWarnings("serial")
public final class ProtectionFault extends RuntimeException {
    public ProtectionFault(String what) {
        super(what);
    }
}
