package dev.kenari.vfs;

/**
 * What the root file system is made of. With neither disk it is {@code image} itself; else an overlay, whose upper layer is on
 * {@code keepDisk} if there is one, and gone at the end if not.
 *
 * @param image null if the image is on {@code imageDisk}
 * @param imageDisk which of the board's disks has an ext4 file system that is only read, 0 being /dev/vda; -1 if there is none
 * @param keepDisk which of them has an ext4 file system for what changes; -1 if there is none
 */
public record RootLayers(FileSystem image, int imageDisk, int keepDisk) {}
