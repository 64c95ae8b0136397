package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import java.util.List;

/** Part of {@link Vfs}: who asks. */
public interface Clients {
    /**
     * A new client, as clone(2) makes one. Parent 0 makes the first: no descriptors, the root mount's root, root's
     * credentials.
     *
     * @param process id that record locks and terminals know the client by
     * @param shareFiles CLONE_FILES: one table of descriptors for both; else a copy
     * @param shareFs CLONE_FS: one working directory, root and umask for both; else copies
     */
    int attach(int parent, int process, boolean shareFiles, boolean shareFs) throws Errno;

    /** The client is gone: its share of descriptors is closed. */
    void detach(int client) throws Errno;

    /** unshare(2), and what exec does to descriptors: from now on the client has its own. */
    void unshare(int client, boolean files, boolean fs) throws Errno;

    /** exec: closes what is marked close-on-exec. */
    void closeOnExec(int client) throws Errno;

    void setCredentials(int client, Credentials credentials) throws Errno;

    Credentials credentials(int client) throws Errno;

    /** The process id given on attach is now this (a thread other than the leader called execve(2)). */
    void setProcess(int client, int process) throws Errno;

    /**
     * RLIMIT_NOFILE and RLIMIT_FSIZE, soft; negative means unlimited. A write or truncation wholly beyond {@code
     * fileSize} is EFBIG,
     * for which the personality sends SIGXFSZ.
     */
    void setLimits(int client, long descriptors, long fileSize) throws Errno;

    int umask(int client, int mask) throws Errno;

    /** umask without changing it, for proc(5). */
    int currentUmask(int client) throws Errno;

    void chdir(int client, String path) throws Errno;

    void fchdir(int client, int fd) throws Errno;

    void chroot(int client, String path) throws Errno;

    /**
     * Absolute path of the working directory; it starts with {@code (unreachable)} if the root does not lead there.
     * ENOENT if it was removed.
     */
    String getcwd(int client) throws Errno;

    /** Path of the root directory as its own mount sees it, for /proc/PID/root. */
    String rootPath(int client) throws Errno;

    /** The client's open descriptors, lowest first. */
    List<OpenFile> openFiles(int client) throws Errno;

    OpenFile openFile(int client, int fd) throws Errno;
}
