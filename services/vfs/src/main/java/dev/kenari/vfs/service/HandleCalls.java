package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.FileHandles;
import dev.kenari.vfs.MappedFile;
import dev.kenari.vfs.Stat;
import dev.kenari.vfs.file.ArrayVector;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.namespace.Mount;
import dev.kenari.vfs.namespace.PathName;
import java.util.Arrays;

/** {@link FileHandles}. */
final class HandleCalls implements FileHandles {
    private static final int MAX_READ = 1 << 26;

    private final VirtualFileSystem vfs;
    private final Opening opening;

    HandleCalls(VirtualFileSystem vfs, Opening opening) {
        this.vfs = vfs;
        this.opening = opening;
    }

    @Override
    public int openHandle(int client, int dir, String path, int flags, int mode) throws Errno {
        return vfs.addHandle(opening.open(vfs.client(client), dir, path, flags, mode, 0));
    }

    @Override
    public int openExecutable(int client, int dir, String path, int flags) throws Errno {
        return vfs.addHandle(opening.openExecutable(vfs.client(client), dir, path, flags));
    }

    @Override
    public int exportHandle(int client, int fd) throws Errno {
        OpenFileDescription file = vfs.client(client).file(fd);
        file.retain();
        return vfs.addHandle(file);
    }

    @Override
    public int importHandle(int id, int handle, boolean closeOnExec) throws Errno {
        Client client = vfs.client(id);
        OpenFileDescription file = vfs.handle(handle);
        file.retain();
        return client.install(file, closeOnExec);
    }

    @Override
    public void retainHandle(int handle) throws Errno {
        vfs.retainHandle(handle);
    }

    @Override
    public void releaseHandle(int handle) throws Errno {
        vfs.releaseHandle(handle);
    }

    @Override
    public byte[] readHandle(int handle, long offset, int length) throws Errno {
        OpenFileDescription file = vfs.handle(handle);
        if (length < 0 || length > MAX_READ) {
            throw Errno.EINVAL;
        }
        byte[] bytes = new byte[length];
        ArrayVector to = new ArrayVector(bytes, length, vfs.kernel().frames().memory());
        file.retain();
        try {
            file.read(to, offset);
        } finally {
            file.release();
        }
        return to.done() == length ? bytes : Arrays.copyOf(bytes, (int) to.done());
    }

    @Override
    public Stat statHandle(int handle) throws Errno {
        OpenFileDescription file = vfs.handle(handle);
        Stat stat = file.stat();
        if ((file.path().mount().flags() & Mount.NOSUID) == 0) {
            return stat;
        }
        Attributes a = stat.attributes();
        int mode = a.mode() & ~(FileMode.S_ISUID | FileMode.S_ISGID);
        return new Stat(
                new Attributes(
                        a.inode(),
                        mode,
                        a.links(),
                        a.uid(),
                        a.gid(),
                        a.rdev(),
                        a.size(),
                        a.blocks(),
                        a.blockSize(),
                        a.accessed(),
                        a.modified(),
                        a.changed(),
                        a.born()),
                stat.device(),
                stat.mount(),
                stat.mountRoot());
    }

    @Override
    public MappedFile mapHandle(int handle) throws Errno {
        OpenFileDescription file = vfs.handle(handle);
        MappedFile mapped = file.map(Vma.READ | Vma.EXEC, false, 0, 0);
        String name = PathName.listed(file.path(), vfs.mounts().root().rootPath());
        return new MappedFile(
                mapped.object(), 0, name, mapped.device(), mapped.inode(), mapped.maxProtection());
    }

    @Override
    public String handlePath(int client, int handle) throws Errno {
        return PathName.of(vfs.handle(handle).path(), vfs.client(client).fs().root());
    }
}
