package dev.kenari.image.archive;

import dev.kenari.image.EntryType;

/**
 * A member of a tar, extension headers applied. Names are as they stand in the archive: relative, absolute or hostile.
 *
 * @param linkName a symbolic link's text, or the name of a hard link's target
 * @param size bytes of content, 0 but for a FILE
 * @param offset of the content from the tar's first byte
 */
public record TarMember(
        String name,
        EntryType type,
        int mode,
        int uid,
        int gid,
        long mtimeNanos,
        long size,
        long offset,
        String linkName,
        int major,
        int minor) {}
