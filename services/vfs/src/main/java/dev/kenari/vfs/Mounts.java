package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import java.util.List;

/** Part of {@link Vfs}: mounts. One namespace for all clients. */
public interface Mounts {
    /**
     * mount(2): a new mount of a registered type, or with MS_BIND, MS_MOVE, MS_REMOUNT.
     *
     * @param data options, may be null
     */
    void mount(int client, String source, String target, String type, long flags, String data) throws Errno;

    /** umount2(2) with MNT_DETACH, MNT_FORCE, UMOUNT_NOFOLLOW. */
    void umount2(int client, String target, int flags) throws Errno;

    FileSystemStatus statfs(int client, String path) throws Errno;

    FileSystemStatus fstatfs(int client, int fd) throws Errno;

    /** The mounts that the client can reach, in the order they were made. */
    List<MountedFileSystem> mounts(int client) throws Errno;

    /** The types that mount(2) knows, as lines of proc_filesystems(5). */
    List<String> fileSystemTypes();
}
