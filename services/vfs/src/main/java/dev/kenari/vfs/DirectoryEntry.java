package dev.kenari.vfs;

/**
 * An entry of a directory, as getdents64(2) lists it.
 *
 * @param cookie where the listing continues after this entry
 * @param type {@code DT_*}: the file type bits of the mode, shifted right by 12
 */
public record DirectoryEntry(long inode, long cookie, int type, String name) {}
