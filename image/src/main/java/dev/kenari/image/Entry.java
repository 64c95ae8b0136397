package dev.kenari.image;

/**
 * One name in a root file system.
 *
 * @param path absolute and normal, no component is a symbolic link; the root is {@code "/"}. Bytes of the guest's
 *     name, one char each (ISO 8859-1)
 * @param mode the permission bits, set-user-ID, set-group-ID and sticky included; no file type
 * @param mtimeNanos modification time, nanoseconds since 1970
 * @param size bytes of content: of a FILE, or of the FILE that a HARD_LINK names; else 0
 * @param offset where the content starts in {@link RootFileSystem#contents the host file}; 0 where there is none
 * @param linkTarget a SYMLINK's text as it is; a HARD_LINK's first name, an earlier entry's path; else {@code ""}
 * @param major device number of a device, else 0
 * @param minor device number of a device, else 0
 */
public record Entry(
        String path,
        EntryType type,
        int mode,
        int uid,
        int gid,
        long mtimeNanos,
        long size,
        long offset,
        String linkTarget,
        int major,
        int minor) {}
