/**
 * Names: superblocks, inodes, dentries, mounts and the walk along a path. An inode stands for a file system's node; a
 * dentry for a name
 * in a directory; a {@link dev.kenari.vfs.namespace.Path} is a dentry seen through a mount.
 *
 * <p>What is pinned (open, a working directory, a mount point) stays; other dentries may be dropped when there are
 * many, and
 * an inode without dentries and pins is forgotten, by which the file system frees it if no name leads to it either.
 */
package dev.kenari.vfs.namespace;
