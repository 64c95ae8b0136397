package dev.kenari.kernel.component;

/** What every generated stub is besides its protocol. For the kernel: no domain may name this type. */
public interface Stub {
    /** What it sends its calls through. */
    Channel stubChannel();
}
