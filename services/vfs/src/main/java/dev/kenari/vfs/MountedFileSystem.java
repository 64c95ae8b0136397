package dev.kenari.vfs;

/**
 * A line of proc_pid_mountinfo(5). Paths are as the asking client sees them.
 *
 * @param root the mount's root inside the file system
 * @param options per-mount ones, such as {@code rw,nosuid}
 * @param propagation the optional fields, each followed by a space
 * @param superOptions the file system's
 */
public record MountedFileSystem(
        int id,
        int parent,
        long device,
        String root,
        String mountPoint,
        String options,
        String propagation,
        String type,
        String source,
        String superOptions) {}
