package dev.kenari.vfs;

import dev.kenari.abi.Errno;

/** Part of {@link Vfs}: looking at and changing what inodes keep. {@code dir} is a descriptor or AT_FDCWD. */
public interface FileAttributes {
    Stat fstat(int client, int fd) throws Errno;

    /** newfstatat(2), statx(2) with AT_SYMLINK_NOFOLLOW and AT_EMPTY_PATH. */
    Stat fstatat(int client, int dir, String path, int flags) throws Errno;

    /** faccessat2(2). */
    void faccessat(int client, int dir, String path, int mode, int flags) throws Errno;

    /** fchmodat2(2); with AT_EMPTY_PATH and an empty path fchmod(2) of {@code dir}. */
    void fchmodat(int client, int dir, String path, int mode, int flags) throws Errno;

    /** fchownat(2), and fchown(2) likewise; -1 leaves an id as it is. */
    void fchownat(int client, int dir, String path, int uid, int gid, int flags) throws Errno;

    /** As a time in {@link #utimensat}: UTIME_NOW. */
    long NOW = Long.MIN_VALUE;

    /** As a time in {@link #utimensat}: UTIME_OMIT. */
    long OMIT = Long.MIN_VALUE + 1;

    /** utimensat(2); an empty path with AT_EMPTY_PATH means {@code dir} itself. */
    void utimensat(int client, int dir, String path, long accessed, long modified, int flags) throws Errno;

    /** getxattr(2) and its kin: an empty path with AT_EMPTY_PATH means {@code dir} itself. ENODATA. */
    byte[] getxattr(int client, int dir, String path, String name, int flags) throws Errno;

    /** @param create XATTR_CREATE 1, XATTR_REPLACE 2 */
    void setxattr(int client, int dir, String path, String name, byte[] value, int create, int flags) throws Errno;

    /** listxattr(2): names, each with a NUL. */
    String listxattr(int client, int dir, String path, int flags) throws Errno;

    void removexattr(int client, int dir, String path, String name, int flags) throws Errno;
}
