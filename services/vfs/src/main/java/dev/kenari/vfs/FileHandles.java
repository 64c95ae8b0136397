package dev.kenari.vfs;

import dev.kenari.abi.Errno;

/**
 * Part of {@link Vfs}: open file descriptions held by the kernel without a descriptor, by a number valid for all
 * clients. For
 * exec, /proc/PID/exe, and descriptors that travel in messages (SCM_RIGHTS). Whoever gets a handle releases it.
 */
public interface FileHandles {
    /** Opens without a descriptor; as {@link Descriptors#openat}. */
    int openHandle(int client, int dir, String path, int flags, int mode) throws Errno;

    /**
     * Opens for execution: the file must be regular and executable by the client, on a mount without noexec (EACCES).
     *
     * @param flags AT_EMPTY_PATH, AT_SYMLINK_NOFOLLOW (then a link is ELOOP)
     */
    int openExecutable(int client, int dir, String path, int flags) throws Errno;

    /** A handle for what {@code fd} refers to. */
    int exportHandle(int client, int fd) throws Errno;

    /** The lowest free descriptor of {@code client} for the handle, which stays valid. EMFILE. */
    int importHandle(int client, int handle, boolean closeOnExec) throws Errno;

    /** One more holder: it must be released once more. */
    void retainHandle(int handle) throws Errno;

    void releaseHandle(int handle) throws Errno;

    /** Bytes at {@code offset} of a regular file; fewer at the end. */
    byte[] readHandle(int handle, long offset, int length) throws Errno;

    Stat statHandle(int handle) throws Errno;

    /** What to map privately, and a shared read-only mapping; as {@link Transfer#map}. */
    MappedFile mapHandle(int handle) throws Errno;

    /** Absolute path as {@code client} sees it. */
    String handlePath(int client, int handle) throws Errno;
}
