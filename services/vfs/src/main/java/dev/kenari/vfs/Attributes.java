package dev.kenari.vfs;

/**
 * What inode(7) keeps of a file.
 *
 * @param inode number, unique in the file system
 * @param mode type and permissions
 * @param rdev for a device its {@link DeviceNumber}, else 0
 * @param blocks of 512 bytes
 */
public record Attributes(
        long inode,
        int mode,
        int links,
        int uid,
        int gid,
        long rdev,
        long size,
        long blocks,
        int blockSize,
        long accessed,
        long modified,
        long changed,
        long born) {}
