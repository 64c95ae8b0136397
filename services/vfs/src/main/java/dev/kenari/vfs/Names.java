package dev.kenari.vfs;

import dev.kenari.abi.Errno;

/** Part of {@link Vfs}: making, removing and moving names. {@code dir} is a descriptor or AT_FDCWD. */
public interface Names {
    void mkdirat(int client, int dir, String path, int mode) throws Errno;

    /** mknodat(2). @param device {@link DeviceNumber} */
    void mknodat(int client, int dir, String path, int mode, long device) throws Errno;

    void symlinkat(int client, String target, int dir, String path) throws Errno;

    /** linkat(2) with AT_SYMLINK_FOLLOW and AT_EMPTY_PATH. */
    void linkat(int client, int fromDir, String from, int toDir, String to, int flags) throws Errno;

    /** unlinkat(2) with AT_REMOVEDIR. */
    void unlinkat(int client, int dir, String path, int flags) throws Errno;

    /** renameat2(2) with RENAME_NOREPLACE and RENAME_EXCHANGE. */
    void renameat2(int client, int fromDir, String from, int toDir, String to, int flags) throws Errno;

    /** readlinkat(2): the whole target. An empty path reads the link that {@code dir} is. */
    String readlinkat(int client, int dir, String path) throws Errno;

    /** The absolute path of an existing file, without symbolic links, as the client sees it. */
    String resolve(int client, int dir, String path) throws Errno;
}
