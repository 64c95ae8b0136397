package dev.kenari.drivers;

/**
 * An entry of a host directory.
 *
 * @param cookie where the listing continues after it
 * @param type {@code DT_*} of getdents64(2)
 */
public record HostEntry(long inode, long cookie, int type, String name) {}
