package dev.kenari.drivers;

/** How full the host's file system is, in blocks of {@code blockSize} bytes. */
public record HostSpace(long blockSize, long blocks, long freeBlocks, long availableBlocks) {}
