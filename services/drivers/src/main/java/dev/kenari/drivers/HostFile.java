package dev.kenari.drivers;

/** A node of a host share that was found or made. */
public record HostFile(long node, HostAttributes attributes) {}
