package dev.kenari.drivers;

/**
 * What a host share tells of a file. Times are nanoseconds since 1970.
 *
 * @param mode type and permissions, as in inode(7)
 * @param blocks of 512 bytes
 */
public record HostAttributes(
        long inode, int mode, int uid, int gid, long size, long blocks, long accessed, long modified, long changed) {}
