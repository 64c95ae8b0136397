package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import java.util.List;

/** Part of {@link Vfs}: mounts, in the namespace of the client that asks (mount_namespaces(7)). */
public interface Mounts {
    /**
     * mount(2): a new mount of a registered type, or with MS_BIND, MS_MOVE, MS_REMOUNT, or a propagation type.
     *
     * @param data options, may be null
     */
    void mount(int client, String source, String target, String type, long flags, String data) throws Errno;

    /** umount2(2). */
    void umount2(int client, String target, int flags) throws Errno;

    /** pivot_root(2). */
    void pivotRoot(int client, String newRoot, String oldRoot) throws Errno;

    /** CLONE_NEWNS: from now on the client has a copy of its namespace, and its own working and root directory. */
    void unshareMounts(int client) throws Errno;

    /** setns(2) into what {@code fd} is open on; EINVAL unless that is a mount namespace. */
    void enterMounts(int client, int fd) throws Errno;

    /** setns(2) into the namespace of another client. */
    void enterMountsOf(int client, int other) throws Errno;

    FileSystemStatus statfs(int client, String path) throws Errno;

    FileSystemStatus fstatfs(int client, int fd) throws Errno;

    /** The mounts that the client can reach, in the order they were made. */
    List<MountedFileSystem> mounts(int client) throws Errno;

    /** The types that mount(2) knows, as lines of proc_filesystems(5). */
    List<String> fileSystemTypes();
}
