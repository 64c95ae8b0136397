package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.task.Task;
import dev.kenari.vfs.Caller;
import dev.kenari.vfs.LinkTarget;
import dev.kenari.vfs.block.BlockLayer;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.FifoOpener;
import dev.kenari.vfs.file.FsContext;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.lock.LockTable;
import dev.kenari.vfs.namespace.AnonymousFiles;
import dev.kenari.vfs.namespace.MountNamespace;
import dev.kenari.vfs.namespace.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/** What all parts of the file service share: clients, handles, mounts, locks, and who opens what is no regular file. */
public final class VirtualFileSystem {
    /** A description that the kernel holds by number. */
    private static final class Handle {
        final OpenFileDescription file;
        int holders = 1;

        Handle(OpenFileDescription file) {
            this.file = file;
        }
    }

    private final Kernel kernel;
    private final Map<Integer, Client> clients = new HashMap<>();
    private final Map<Integer, Handle> handles = new HashMap<>();
    private final Map<String, AnonymousFiles> anonymous = new HashMap<>();
    private final LockTable locks = new LockTable();
    private final MountTable mounts;
    private final BlockLayer disks;
    private IntConsumer processEnded = process -> {};
    private int nextClient = 1;
    private int nextHandle = 1;
    private FifoOpener fifos = (path, flags, client) -> {
        throw Errno.ENXIO;
    };

    /** @param devices where block devices get their names */
    public VirtualFileSystem(Kernel kernel, BlockLayer.Names devices) {
        this.kernel = kernel;
        this.mounts = new MountTable(kernel);
        this.disks = new BlockLayer(kernel, devices);
    }

    /** The block devices. */
    BlockLayer disks() {
        return disks;
    }

    public Kernel kernel() {
        return kernel;
    }

    LockTable locks() {
        return locks;
    }

    MountTable mounts() {
        return mounts;
    }

    /** @throws Errno ESRCH */
    public Client client(int id) throws Errno {
        Client client = clients.get(id);
        if (client == null) {
            throw Errno.ESRCH;
        }
        return client;
    }

    /** For whom the current task works; null if it is the kernel's own. */
    Client caller() {
        return Task.current().personality() instanceof Caller caller ? clients.get(caller.client()) : null;
    }

    int nextClient() {
        return nextClient++;
    }

    void add(Client client) {
        clients.put(client.id(), client);
    }

    void remove(Client client) {
        clients.remove(client.id());
        for (Client other : clients.values()) {
            if (other.process() == client.process()) {
                return;
            }
        }
        processEnded.accept(client.process());
    }

    /** Who hears that a process's last client is gone. */
    void setProcessEnded(IntConsumer listener) {
        processEnded = listener;
    }

    /** A handle that takes over the caller's reference. */
    public int addHandle(OpenFileDescription file) {
        int handle = nextHandle++;
        handles.put(handle, new Handle(file));
        return handle;
    }

    /** @throws Errno EBADF */
    public OpenFileDescription handle(int handle) throws Errno {
        return find(handle).file;
    }

    private Handle find(int number) throws Errno {
        Handle handle = handles.get(number);
        if (handle == null) {
            throw Errno.EBADF;
        }
        return handle;
    }

    void retainHandle(int handle) throws Errno {
        find(handle).holders++;
    }

    void releaseHandle(int number) throws Errno {
        Handle handle = find(number);
        if (--handle.holders == 0) {
            handles.remove(number);
            handle.file.release();
        }
    }

    /**
     * Files without a place in a file system. @param type such as {@code pipefs}, {@code sockfs}, {@code anon_inodefs}
     */
    public AnonymousFiles anonymous(String type) {
        AnonymousFiles files = anonymous.get(type);
        if (files == null) {
            files = new AnonymousFiles(kernel, type, mounts.nextDevice(), mounts.nextId());
            anonymous.put(type, files);
        }
        return files;
    }

    /** Who opens FIFOs. */
    public void setFifoOpener(FifoOpener opener) {
        fifos = opener;
    }

    FifoOpener fifos() {
        return fifos;
    }

    /** Where a walk from {@code dir}, a descriptor or AT_FDCWD, starts. */
    Path directory(Client client, int dir) throws Errno {
        return dir == Fcntl.AT_FDCWD ? client.fs().workingDirectory() : client.file(dir).path();
    }

    /** Where a magic link leads. */
    Path magicTarget(LinkTarget target) throws Errno {
        return switch (target.kind()) {
            case DESCRIPTOR -> {
                try {
                    yield client(target.client()).file(target.number()).path();
                } catch (Errno e) {
                    throw Errno.ENOENT;
                }
            }
            case WORKING_DIRECTORY -> client(target.client()).fs().workingDirectory();
            case ROOT -> client(target.client()).fs().root();
            case MOUNT_NAMESPACE -> namespaceFile(client(target.client()));
            case HANDLE -> handle(target.number()).path();
            case PATH -> throw Errno.EINVAL;
        };
    }

    private Path namespaceFile(Client client) {
        MountNamespace namespace = client.namespace();
        if (namespace.file() == null) {
            namespace.setFile(anonymous("nsfs").create(FileMode.S_IFREG | 0444, 0, 0, "mnt:[#]"));
        }
        return namespace.file();
    }

    /** Every client's working and root directory. */
    Collection<FsContext> contexts() {
        Set<FsContext> contexts = new LinkedHashSet<>();
        clients.values().forEach(client -> contexts.add(client.fs()));
        return contexts;
    }

    /** Walks to {@code path} for a service of the vfs's own, following links. */
    public Path walk(Client client, String path) throws Errno {
        return new PathWalk(this, client, 0).to(Fcntl.AT_FDCWD, path, true).path();
    }
}
