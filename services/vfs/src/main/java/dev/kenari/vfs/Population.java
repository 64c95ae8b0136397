package dev.kenari.vfs;

import dev.kenari.abi.Errno;

/**
 * Fills a new tmpfs from an image's index, before it is mounted. Paths are absolute, without {@code .}, {@code ..} and
 * trailing
 * slashes; parents come before children ({@code /} itself may come too). A path given twice replaces the earlier entry
 * unless both are
 * directories. Modes are permissions only, times nanoseconds since 1970.
 */
public interface Population {
    void directory(String path, int mode, int uid, int gid, long modified) throws Errno;

    /** @param offset of the content in {@code source} */
    void file(String path, int mode, int uid, int gid, long modified, long size, ImageSource source, long offset)
            throws Errno;

    /** A file with content at hand. */
    void file(String path, int mode, int uid, int gid, long modified, byte[] content) throws Errno;

    void symlink(String path, int uid, int gid, long modified, String target) throws Errno;

    /** A hard link to the earlier entry {@code existing}. */
    void link(String path, String existing) throws Errno;

    /** @param mode type (FIFO, socket, character or block device) and permissions */
    void special(String path, int mode, int uid, int gid, long modified, long device) throws Errno;
}
