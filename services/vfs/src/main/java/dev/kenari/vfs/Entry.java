package dev.kenari.vfs;

/** A node that a file system found or made. */
public record Entry(long node, Attributes attributes) {}
