package dev.kenari.kernel.module;

/**
 * An exported symbol.
 *
 * @param version its CRC
 * @param service behind the type; null without one
 * @param provider null for the kernel itself
 */
record Symbol(Class<?> type, int version, Object service, LoadedModule provider) {}
