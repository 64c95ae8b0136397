package dev.kenari.kernel.component;

/**
 * What lives in the kernel, as a capability names it: calls to it go through a {@link GateChannel}.
 *
 * @param target implements protocols
 */
record Gate(Object target) {}
