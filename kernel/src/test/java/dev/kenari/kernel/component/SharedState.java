package dev.kenari.kernel.component;

/** What a domain must not change: its class is the kernel's. */
public final class SharedState {
    public static int value;

    private SharedState() {}
}
