package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.vfs.FileLocks;
import dev.kenari.vfs.RecordLock;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.OpenFileDescription;

/** {@link FileLocks}. */
final class LockCalls implements FileLocks {
    private final VirtualFileSystem vfs;

    LockCalls(VirtualFileSystem vfs) {
        this.vfs = vfs;
    }

    @Override
    public void flock(int id, int fd, int operation) throws Errno {
        Client client = vfs.client(id);
        OpenFileDescription file = client.ioFile(fd);
        file.retain();
        try {
            vfs.locks().flock(file.inode(), file, client.process(), operation);
        } finally {
            file.release();
        }
    }

    @Override
    public void setLock(int id, int fd, RecordLock lock, boolean description, boolean wait) throws Errno {
        Client client = vfs.client(id);
        OpenFileDescription file = client.ioFile(fd);
        check(lock);
        if (lock.type() == Fcntl.F_RDLCK && !file.readable() || lock.type() == Fcntl.F_WRLCK && !file.writable()) {
            throw Errno.EBADF;
        }
        Object owner = description ? file : client.descriptors();
        int process = description ? -1 : client.process();
        file.retain();
        try {
            vfs.locks()
                    .set(
                            file.inode(),
                            owner,
                            new RecordLock(lock.type(), lock.start(), lock.end(), process),
                            wait);
            if (!description && !client.descriptors().holds(fd, file)) {
                // Closed while this call slept: such a close drops the table's locks, and this one came too late.
                file.inode().locks().releaseOwner(owner);
                throw Errno.EBADF;
            }
        } finally {
            file.release();
        }
    }

    @Override
    public RecordLock getLock(int id, int fd, RecordLock lock, boolean description) throws Errno {
        Client client = vfs.client(id);
        OpenFileDescription file = client.ioFile(fd);
        check(lock);
        if (lock.type() == Fcntl.F_UNLCK) {
            throw Errno.EINVAL;
        }
        return vfs.locks().get(file.inode(), description ? file : client.descriptors(), lock);
    }

    private static void check(RecordLock lock) throws Errno {
        if (lock.start() < 0 || lock.end() < lock.start() || lock.type() < 0 || lock.type() > Fcntl.F_UNLCK) {
            throw Errno.EINVAL;
        }
    }

    @Override
    public String locks() {
        return vfs.locks().list();
    }
}
