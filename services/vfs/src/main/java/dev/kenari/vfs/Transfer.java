package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Grant;

/**
 * Part of {@link Vfs}: moving bytes. Counts may be short, as in read(2) and write(2). A {@link Grant} of several
 * ranges makes
 * readv(2) and writev(2). An offset of -1 stands for the file position, which then advances.
 */
public interface Transfer {
    /** @param flags {@code RWF_*} of preadv2(2), 0 for the others */
    long read(int client, int fd, Grant to, long offset, int flags) throws Errno;

    long write(int client, int fd, Grant from, long offset, int flags) throws Errno;

    /** As {@link #read} for readers inside the kernel: at most {@code length} bytes; empty at the end. */
    byte[] readBytes(int client, int fd, int length, long offset) throws Errno;

    long writeBytes(int client, int fd, byte[] from, long offset) throws Errno;

    long lseek(int client, int fd, long offset, int whence) throws Errno;

    /**
     * getdents64(2): entries in linux_dirent64 form, whole ones only, as many as fit into {@code to}; 0 at the end,
     * EINVAL if the next one
     * does not fit.
     */
    int getdents64(int client, int fd, Grant to) throws Errno;

    /** sendfile(2): -1 as offset for the file position. */
    long sendfile(int client, int to, int from, long offset, long length) throws Errno;

    /** copy_file_range(2): -1 as offset for a file position. */
    long copyFileRange(int client, int from, long fromOffset, int to, long toOffset, long length) throws Errno;

    /** splice(2). */
    long splice(int client, int from, long fromOffset, int to, long toOffset, long length, int flags) throws Errno;

    /** tee(2). */
    long tee(int client, int from, int to, long length, int flags) throws Errno;

    void ftruncate(int client, int fd, long length) throws Errno;

    void truncate(int client, String path, long length) throws Errno;

    void fallocate(int client, int fd, int mode, long offset, long length) throws Errno;

    /** fsync(2), fdatasync(2) if {@code dataOnly}. */
    void fsync(int client, int fd, boolean dataOnly) throws Errno;

    /** sync(2). */
    void sync() throws Errno;

    /** syncfs(2). */
    void syncfs(int client, int fd) throws Errno;

    /** sync_file_range(2): writes dirty pages of the range back, to the end if {@code length} is 0. ESPIPE if the file has no pages. */
    void syncRange(int client, int fd, long offset, long length) throws Errno;

    /** Ranges that posix_fadvise(2) or readahead(2) name: checks the descriptor and starts what can be started. */
    void advise(int client, int fd, long offset, long length, int advice) throws Errno;

    /**
     * ioctl(2). The file may touch {@code memory}, which starts at {@code argument} and is as long as the request's
     * structure.
     */
    long ioctl(int client, int fd, int request, long argument, Grant memory) throws Errno;

    /**
     * What mmap(2) is to map. Checks that the descriptor's mode allows it (EACCES, EPERM by seals, ENODEV, EOVERFLOW).
     *
     * @param protection PROT_READ 1, PROT_WRITE 2, PROT_EXEC 4
     * @param shared MAP_SHARED
     */
    MappedFile map(int client, int fd, int protection, boolean shared, long offset, long length) throws Errno;
}
