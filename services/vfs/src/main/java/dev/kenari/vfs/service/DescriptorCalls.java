package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.vfs.Descriptors;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.DescriptorTable;
import dev.kenari.vfs.file.OpenFileDescription;

/** {@link Descriptors}. */
final class DescriptorCalls implements Descriptors {
    private static final long KNOWN_FLAGS = Fcntl.O_ACCMODE | Fcntl.O_CREAT | Fcntl.O_EXCL | Fcntl.O_NOCTTY
            | Fcntl.O_TRUNC | Fcntl.O_APPEND | Fcntl.O_NONBLOCK | Fcntl.O_SYNC | Fcntl.O_ASYNC | Fcntl.O_DIRECT
            | Fcntl.O_LARGEFILE | Fcntl.O_NOFOLLOW | Fcntl.O_NOATIME | Fcntl.O_CLOEXEC | Fcntl.O_PATH
            | Fcntl.O_TMPFILE;

    private static final int KNOWN_RESOLVE = Fcntl.RESOLVE_NO_XDEV | Fcntl.RESOLVE_NO_MAGICLINKS
            | Fcntl.RESOLVE_NO_SYMLINKS | Fcntl.RESOLVE_BENEATH | Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_CACHED;

    private static final int CLOSE_RANGE_UNSHARE = 2;
    private static final int CLOSE_RANGE_CLOEXEC = 4;

    private final VirtualFileSystem vfs;
    private final Opening opening;
    private final MemoryFiles memoryFiles;

    DescriptorCalls(VirtualFileSystem vfs, Opening opening, MemoryFiles memoryFiles) {
        this.vfs = vfs;
        this.opening = opening;
        this.memoryFiles = memoryFiles;
    }

    private static int install(Client client, OpenFileDescription file, int flags) throws Errno {
        return client.install(file, (flags & Fcntl.O_CLOEXEC) != 0);
    }

    @Override
    public int openat(int id, int dir, String path, int flags, int mode) throws Errno {
        Client client = vfs.client(id);
        return install(client, opening.open(client, dir, path, flags, mode, 0), flags);
    }

    @Override
    public int openat2(int id, int dir, String path, long flags, long mode, long resolve) throws Errno {
        boolean makes = (flags & (Fcntl.O_CREAT | Fcntl.O_TMPFILE & ~Fcntl.O_DIRECTORY)) != 0;
        boolean scopedTwice = (resolve & Fcntl.RESOLVE_BENEATH) != 0 && (resolve & Fcntl.RESOLVE_IN_ROOT) != 0;
        if ((flags & ~KNOWN_FLAGS) != 0
                || (resolve & ~KNOWN_RESOLVE) != 0
                || scopedTwice
                || (mode & ~FileMode.PERMISSIONS) != 0
                || mode != 0 && !makes) {
            throw Errno.EINVAL;
        }
        if ((resolve & Fcntl.RESOLVE_CACHED) != 0) {
            // Not every file system can tell in advance whether it will sleep.
            throw Errno.EAGAIN;
        }
        Client client = vfs.client(id);
        return install(client, opening.open(client, dir, path, (int) flags, (int) mode, (int) resolve), (int) flags);
    }

    @Override
    public int memfdCreate(int id, String name, int flags) throws Errno {
        Client client = vfs.client(id);
        return client.install(memoryFiles.create(client, name, flags), (flags & MemoryFiles.MFD_CLOEXEC) != 0);
    }

    @Override
    public void close(int client, int fd) throws Errno {
        vfs.client(client).descriptors().close(fd);
    }

    @Override
    public void closeRange(int id, int first, int last, int flags) throws Errno {
        if ((flags & ~(CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC)) != 0
                || Integer.compareUnsigned(first, last) > 0) {
            throw Errno.EINVAL;
        }
        Client client = vfs.client(id);
        if ((flags & CLOSE_RANGE_UNSHARE) != 0 && client.descriptors().isShared()) {
            DescriptorTable own = client.descriptors().copy();
            client.descriptors().release();
            client.setDescriptors(own);
        }
        if (first < 0) {
            return;
        }
        int end = last < 0 ? Integer.MAX_VALUE - 1 : last;
        DescriptorTable table = client.descriptors();
        if ((flags & CLOSE_RANGE_CLOEXEC) == 0) {
            table.closeRange(first, end);
            return;
        }
        for (int fd = table.nextOpen(first); fd >= 0 && fd <= end; fd = table.nextOpen(fd + 1)) {
            table.setCloseOnExec(fd, true);
        }
    }

    @Override
    public int dup(int id, int fd) throws Errno {
        return duplicate(id, fd, 0, false);
    }

    @Override
    public int dup3(int id, int from, int to, int flags, boolean sameIsFine) throws Errno {
        if ((flags & ~Fcntl.O_CLOEXEC) != 0) {
            throw Errno.EINVAL;
        }
        Client client = vfs.client(id);
        if (from == to) {
            client.file(from);
            if (!sameIsFine) {
                throw Errno.EINVAL;
            }
            return to;
        }
        OpenFileDescription file = client.file(from);
        if (to < 0 || to >= client.descriptorLimit()) {
            throw Errno.EBADF;
        }
        file.retain();
        client.descriptors().replace(to, file, (flags & Fcntl.O_CLOEXEC) != 0);
        return to;
    }

    @Override
    public int duplicate(int id, int fd, int lowest, boolean closeOnExec) throws Errno {
        Client client = vfs.client(id);
        OpenFileDescription file = client.file(fd);
        if (lowest < 0 || lowest >= client.descriptorLimit()) {
            throw Errno.EINVAL;
        }
        file.retain();
        return client.descriptors().install(file, lowest, client.descriptorLimit(), closeOnExec);
    }

    @Override
    public boolean sameDescription(int id, int fd, int other) throws Errno {
        Client client = vfs.client(id);
        return client.file(fd) == client.file(other);
    }

    @Override
    public int descriptorFlags(int client, int fd) throws Errno {
        return vfs.client(client).descriptors().closesOnExec(fd) ? Fcntl.FD_CLOEXEC : 0;
    }

    @Override
    public void setDescriptorFlags(int client, int fd, int flags) throws Errno {
        vfs.client(client).descriptors().setCloseOnExec(fd, (flags & Fcntl.FD_CLOEXEC) != 0);
    }

    @Override
    public int statusFlags(int client, int fd) throws Errno {
        OpenFileDescription file = vfs.client(client).file(fd);
        return file.pathOnly() ? file.flags() : file.flags() | Fcntl.O_LARGEFILE;
    }

    @Override
    public void setStatusFlags(int client, int fd, int flags) throws Errno {
        vfs.client(client).ioFile(fd).setFlags(flags);
    }

    @Override
    public long control(int client, int fd, int command, long argument) throws Errno {
        return vfs.client(client).ioFile(fd).control(command, argument);
    }
}
