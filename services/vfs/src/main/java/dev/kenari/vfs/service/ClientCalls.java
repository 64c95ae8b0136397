package dev.kenari.vfs.service;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.vfs.Clients;
import dev.kenari.vfs.Credentials;
import dev.kenari.vfs.OpenFile;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.DescriptorTable;
import dev.kenari.vfs.file.FsContext;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.namespace.Path;
import dev.kenari.vfs.namespace.PathName;
import dev.kenari.vfs.namespace.Permissions;
import java.util.ArrayList;
import java.util.List;

/** {@link Clients}. */
final class ClientCalls implements Clients {
    private static final int FIRST_UMASK = 022;

    private final VirtualFileSystem vfs;

    ClientCalls(VirtualFileSystem vfs) {
        this.vfs = vfs;
    }

    @Override
    public int attach(int parent, int process, boolean shareFiles, boolean shareFs) throws Errno {
        int id = vfs.nextClient();
        if (parent == 0) {
            Path root = vfs.mounts().root().rootPath();
            vfs.add(new Client(
                    id,
                    process,
                    new DescriptorTable(),
                    new FsContext(root, root, FIRST_UMASK),
                    vfs.mounts().initial(),
                    Credentials.ROOT));
            vfs.mounts().initial().retain();
            return id;
        }
        Client from = vfs.client(parent);
        if (shareFiles) {
            from.descriptors().retain();
        }
        if (shareFs) {
            from.fs().retain();
        }
        from.namespace().retain();
        Client made = new Client(
                id,
                process,
                shareFiles ? from.descriptors() : from.descriptors().copy(),
                shareFs ? from.fs() : from.fs().copy(),
                from.namespace(),
                from.credentials());
        made.copyLimits(from);
        vfs.add(made);
        return id;
    }

    @Override
    public void detach(int id) throws Errno {
        Client client = vfs.client(id);
        vfs.remove(client);
        client.descriptors().release();
        client.fs().release();
        vfs.mounts().release(client.namespace());
    }

    @Override
    public void unshare(int id, boolean files, boolean fs) throws Errno {
        Client client = vfs.client(id);
        if (files && client.descriptors().isShared()) {
            DescriptorTable own = client.descriptors().copy();
            client.descriptors().release();
            client.setDescriptors(own);
        }
        if (fs && client.fs().isShared()) {
            FsContext own = client.fs().copy();
            client.fs().release();
            client.setFs(own);
        }
    }

    @Override
    public void closeOnExec(int client) throws Errno {
        vfs.client(client).descriptors().exec();
    }

    @Override
    public void setCredentials(int client, Credentials credentials) throws Errno {
        vfs.client(client).setCredentials(credentials);
    }

    @Override
    public Credentials credentials(int client) throws Errno {
        return vfs.client(client).credentials();
    }

    @Override
    public void setProcess(int client, int process) throws Errno {
        vfs.client(client).setProcess(process);
    }

    @Override
    public void setLimits(int client, long descriptors, long fileSize) throws Errno {
        vfs.client(client).setLimits(descriptors, fileSize);
    }

    @Override
    public int umask(int client, int mask) throws Errno {
        FsContext fs = vfs.client(client).fs();
        int old = fs.umask();
        fs.setUmask(mask & 0777);
        return old;
    }

    @Override
    public int currentUmask(int client) throws Errno {
        return vfs.client(client).fs().umask();
    }

    @Override
    public void chdir(int id, String path) throws Errno {
        Client client = vfs.client(id);
        client.fs().setWorkingDirectory(searchable(client, vfs.walk(client, path)));
    }

    @Override
    public void fchdir(int id, int fd) throws Errno {
        Client client = vfs.client(id);
        client.fs().setWorkingDirectory(searchable(client, client.file(fd).path()));
    }

    @Override
    public void chroot(int id, String path) throws Errno {
        Client client = vfs.client(id);
        Path root = searchable(client, vfs.walk(client, path));
        if (!client.capable(Capability.SYS_CHROOT)) {
            throw Errno.EPERM;
        }
        client.fs().setRoot(root);
    }

    private static Path searchable(Client client, Path path) throws Errno {
        if (!path.inode().isDirectory()) {
            throw Errno.ENOTDIR;
        }
        Permissions.checkNow(path.inode(), client.credentials(), Permissions.EXECUTE);
        return path;
    }

    @Override
    public String getcwd(int id) throws Errno {
        FsContext fs = vfs.client(id).fs();
        Path directory = fs.workingDirectory();
        if (directory.dentry().removed()) {
            throw Errno.ENOENT;
        }
        String reachable = PathName.reachable(directory, fs.root());
        return reachable != null ? reachable : "(unreachable)" + PathName.of(directory, fs.root());
    }

    @Override
    public String rootPath(int id) throws Errno {
        Path root = vfs.client(id).fs().root();
        return PathName.of(root, vfs.mounts().root().rootPath());
    }

    @Override
    public List<OpenFile> openFiles(int id) throws Errno {
        Client client = vfs.client(id);
        DescriptorTable table = client.descriptors();
        List<OpenFile> all = new ArrayList<>();
        for (int fd = table.nextOpen(0); fd >= 0; fd = table.nextOpen(fd + 1)) {
            all.add(openFile(client, fd));
        }
        return all;
    }

    @Override
    public OpenFile openFile(int id, int fd) throws Errno {
        return openFile(vfs.client(id), fd);
    }

    private static OpenFile openFile(Client client, int fd) throws Errno {
        OpenFileDescription file = client.file(fd);
        int onExec = client.descriptors().closesOnExec(fd) ? Fcntl.O_CLOEXEC : 0;
        return new OpenFile(
                fd,
                file.flags() | onExec,
                file.position(),
                file.path().mount().id(),
                file.inode().number(),
                PathName.listed(file.path(), client.fs().root()),
                file.details());
    }
}
