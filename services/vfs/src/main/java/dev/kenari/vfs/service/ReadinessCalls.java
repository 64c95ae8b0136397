package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.vfs.Readiness;

/** {@link Readiness}. */
final class ReadinessCalls implements Readiness {
    private final VirtualFileSystem vfs;

    ReadinessCalls(VirtualFileSystem vfs) {
        this.vfs = vfs;
    }

    @Override
    public int poll(int client, int fd, int events) throws Errno {
        return vfs.client(client).ioFile(fd).poll(events);
    }

    @Override
    public int waitQueue(int client, int fd) throws Errno {
        return vfs.client(client).ioFile(fd).publishedQueue();
    }
}
