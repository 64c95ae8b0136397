package dev.kenari.vfs.fuse;

import static dev.kenari.vfs.fuse.FuseReplies.atLeast;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.drivers.virtio.fuse.FuseRequest;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.machine.fuse.Fuse;
import dev.kenari.vfs.AttributeChange;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.Credentials;
import dev.kenari.vfs.DirectoryEntry;
import dev.kenari.vfs.Entry;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.FileSystemRoot;
import dev.kenari.vfs.FileSystemStatus;
import dev.kenari.vfs.LinkTarget;
import dev.kenari.vfs.OpenNode;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.Listing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A file system that a daemon serves. Nodes are the daemon's; names and attributes are remembered as long as it allows. Content is read
 * through a page cache, unless the daemon wants every read, and written through to the daemon at once; mapped pages follow with
 * write-back. Requests that no program has caused are root's.
 */
public final class FuseFileSystem implements FileSystem, FuseConnection.Notified {
    private static final long MAGIC = 0x6573_5546;
    private static final long NANOS = 1_000_000_000L;
    private static final int MAX_ENTRIES = 4096;
    private static final int MAX_ATTRIBUTE = 65536;
    /** In one request, which fits the smallest buffer that a daemon may read with. */
    private static final int MAX_FORGOTTEN = 500;

    private static final int LISTING_BYTES = 1 << 15;
    private static final int NOT_SENT = Fcntl.O_CREAT | Fcntl.O_EXCL | Fcntl.O_NOCTTY | Fcntl.O_TRUNC;

    private record Name(long directory, String name) {}

    private record KnownEntry(FuseNode node, long validUntil) {}

    private final Kernel kernel;
    private final FuseConnection connection;
    private final FuseOptions options;
    private final String type;
    private final FuseContent content;
    private final FuseIoctls ioctls;
    private final Map<Long, FuseNode> nodes = new HashMap<>();
    /** The vfs has forgotten them, but they may be mapped still. */
    private final Set<FuseNode> unused = new HashSet<>();

    private final Map<Name, KnownEntry> entries = new LinkedHashMap<>();
    private final Map<Long, FuseNode.Opened> handles = new HashMap<>();
    private long nextHandle = 1;
    private boolean mounting = true;
    private boolean flushes = true;
    private boolean answersAccess = true;

    private FuseFileSystem(Kernel kernel, FuseConnection connection, FuseOptions options, String type) {
        this.kernel = kernel;
        this.connection = connection;
        this.options = options;
        this.type = type;
        this.content = new FuseContent(kernel, connection, options.maxRead());
        this.ioctls = new FuseIoctls(kernel, connection);
        FuseNode root = new FuseNode(Fuse.ROOT);
        long now = kernel.timers().realtime();
        root.attributes = new Attributes(
                Fuse.ROOT, options.rootMode(), 1, options.uid(), options.gid(), 0, 0, 0, 4096, now, now, now, now);
        nodes.put(Fuse.ROOT, root);
        connection.setNotified(this);
    }

    /**
     * mount(2): by the process that has /dev/fuse open. A descriptor that serves a mounted file system already mounts that one again.
     *
     * @param type {@code fuse}, {@code fuse.sshfs} and the like
     * @param connect what the vfs calls a file system through
     */
    public static FileSystem mount(
            Kernel kernel,
            FuseConnections connections,
            Client mounter,
            String type,
            String text,
            UnaryOperator<FileSystem> connect)
            throws Errno {
        FuseOptions options = FuseOptions.parse(text);
        if (!(mounter.file(options.fd()) instanceof FuseDevice device)) {
            throw Errno.EINVAL;
        }
        if (device.served() != null) {
            return device.served();
        }
        FuseConnection connection = connections.make();
        device.connect(connection);
        FileSystem made = connect.apply(new FuseFileSystem(kernel, connection, options, type));
        connection.initialise(made);
        return made;
    }

    @Override
    public FileSystemRoot root() {
        var access = new FileSystemRoot.Access(options.defaultPermissions(), options.allowOther() ? -1 : options.uid());
        return new FileSystemRoot(Fuse.ROOT, type, false, false, 0, access, options.shown());
    }

    private FuseNode node(long id) throws Errno {
        FuseNode node = nodes.get(id);
        if (node == null) {
            throw Errno.ESTALE;
        }
        return node;
    }

    private long now() {
        return kernel.timers().now();
    }

    @Override
    public Attributes attributes(long id) throws Errno {
        FuseNode node = node(id);
        if (id == Fuse.ROOT && mounting) {
            // mount(2) asks; its caller may be the daemon, or keep it waiting. Who asks later waits for what the daemon says.
            mounting = false;
            return node.attributes;
        }
        if (node.attributes == null || now() >= node.validUntil || connection.isAborted()) {
            ByteBuffer in = connection.call(new FuseRequest(Fuse.GETATTR, id, 16).wide(0).wide(0));
            absorb(node, atLeast(in, 16 + Fuse.ATTRIBUTES));
        }
        return node.attributes;
    }

    /** struct fuse_attr_out. */
    private void absorb(FuseNode node, ByteBuffer in) throws Errno {
        long validity = FuseReplies.validity(in.getLong(), in.getInt());
        in.getInt();
        absorb(node, FuseReplies.attributes(in), validity);
    }

    private void absorb(FuseNode node, Attributes attributes, long validity) throws Errno {
        if (node.attributes != null && FileMode.type(node.attributes.mode()) != FileMode.type(attributes.mode())) {
            // A file does not become a directory, whatever the daemon says.
            throw Errno.EIO;
        }
        node.attributes = attributes;
        node.validUntil = now() + validity;
        content.resized(node);
    }

    /** struct fuse_entry_out. */
    private Entry entry(long directory, String name, ByteBuffer in) throws Errno {
        atLeast(in, Fuse.ENTRY_OUT);
        long id = in.getLong();
        in.getLong();
        long entrySeconds = in.getLong();
        long attributeSeconds = in.getLong();
        long entryValidity = FuseReplies.validity(entrySeconds, in.getInt());
        long validity = FuseReplies.validity(attributeSeconds, in.getInt());
        if (id == 0) {
            throw Errno.ENOENT;
        }
        if (id == Fuse.ROOT) {
            // It has no name but the mount's.
            throw Errno.EIO;
        }
        Attributes attributes = FuseReplies.attributes(in);
        FuseNode node = nodes.computeIfAbsent(id, FuseNode::new);
        node.lookups++;
        unused.remove(node);
        absorb(node, attributes, validity);
        entries.put(new Name(directory, name), new KnownEntry(node, now() + entryValidity));
        if (entries.size() > MAX_ENTRIES) {
            entries.remove(entries.keySet().iterator().next());
        }
        return new Entry(id, attributes);
    }

    @Override
    public Entry lookup(long directory, String name) throws Errno {
        KnownEntry known = entries.get(new Name(directory, name));
        if (known != null && now() < known.validUntil && nodes.get(known.node.id) == known.node) {
            unused.remove(known.node);
            return new Entry(known.node.id, attributes(known.node.id));
        }
        entries.remove(new Name(directory, name));
        return entry(directory, name, connection.call(FuseRequest.named(Fuse.LOOKUP, directory, name)));
    }

    private void changed(long id) {
        FuseNode node = nodes.get(id);
        if (node != null) {
            node.validUntil = 0;
            if (node.listing != null) {
                node.listing.invalidate();
            }
        }
    }

    @Override
    public Attributes setAttributes(long id, AttributeChange change) throws Errno {
        FuseNode node = node(id);
        int which = change.which() & ~AttributeChange.CHANGED;
        if ((which & AttributeChange.SIZE) != 0) {
            // The daemon knows that a file that changes its size changes its times.
            which &= ~AttributeChange.MODIFIED;
        }
        if (which == 0) {
            return attributes(id);
        }
        FuseRequest request = new FuseRequest(Fuse.SETATTR, id, 88);
        request.word(which).word(0).wide(0).wide(change.size()).wide(0);
        request.wide(Math.floorDiv(change.accessed(), NANOS)).wide(Math.floorDiv(change.modified(), NANOS)).wide(0);
        request.word((int) Math.floorMod(change.accessed(), NANOS));
        request.word((int) Math.floorMod(change.modified(), NANOS)).word(0);
        request.word(change.mode()).word(0).word(change.uid()).word(change.gid()).word(0);
        absorb(node, atLeast(connection.call(request), 16 + Fuse.ATTRIBUTES));
        return node.attributes;
    }

    @Override
    public Entry make(long directory, String name, int mode, int uid, int gid, long rdev, String target, long now)
            throws Errno {
        FuseRequest request = switch (mode & FileMode.S_IFMT) {
            case FileMode.S_IFDIR -> new FuseRequest(Fuse.MKDIR, directory, 8 + name.length() + 1)
                    .word(mode & FileMode.PERMISSIONS).word(0).name(name);
            case FileMode.S_IFLNK -> FuseRequest.named(Fuse.SYMLINK, directory, name, target);
            default -> new FuseRequest(Fuse.MKNOD, directory, 16 + name.length() + 1)
                    .word(mode).word((int) rdev).word(0).word(0).name(name);
        };
        changed(directory);
        try {
            return entry(directory, name, connection.call(request.by(uid, gid)));
        } catch (Errno e) {
            if (e != Errno.ENOSYS || !FileMode.isRegular(mode)) {
                throw e;
            }
            return create(directory, name, mode, uid, gid);
        }
    }

    /** For daemons that make files by opening them only. */
    private Entry create(long directory, String name, int mode, int uid, int gid) throws Errno {
        int flags = Fcntl.O_CREAT | Fcntl.O_EXCL | Fcntl.O_WRONLY;
        FuseRequest request = new FuseRequest(Fuse.CREATE, directory, 16 + name.length() + 1)
                .word(flags).word(mode).word(0).word(0).name(name);
        ByteBuffer in = atLeast(connection.call(request.by(uid, gid)), Fuse.ENTRY_OUT + 16);
        long fileHandle = in.getLong(Fuse.ENTRY_OUT);
        Entry made = entry(directory, name, in);
        tellRelease(Fuse.RELEASE, made.node(), fileHandle, flags);
        return made;
    }

    private void tellRelease(int opcode, long node, long fileHandle, int flags) {
        connection.tell(new FuseRequest(opcode, node, 24).wide(fileHandle).word(flags).word(0).wide(0));
    }

    @Override
    public Attributes link(long id, long directory, String name, long now) throws Errno {
        changed(directory);
        FuseRequest request = new FuseRequest(Fuse.LINK, directory, 8 + name.length() + 1).wide(id).name(name);
        return entry(directory, name, connection.call(request)).attributes();
    }

    private void remove(int opcode, long directory, String name) throws Errno {
        KnownEntry gone = entries.remove(new Name(directory, name));
        changed(directory);
        if (gone != null) {
            changed(gone.node.id);
        }
        connection.call(FuseRequest.named(opcode, directory, name));
    }

    @Override
    public void unlink(long directory, String name, long now) throws Errno {
        remove(Fuse.UNLINK, directory, name);
    }

    @Override
    public void rmdir(long directory, String name, long now) throws Errno {
        remove(Fuse.RMDIR, directory, name);
    }

    @Override
    public void rename(long fromDirectory, String from, long toDirectory, String to, int flags, long now)
            throws Errno {
        entries.remove(new Name(fromDirectory, from));
        entries.remove(new Name(toDirectory, to));
        changed(fromDirectory);
        changed(toDirectory);
        int names = from.length() + to.length() + 2;
        if (flags == 0) {
            connection.call(new FuseRequest(Fuse.RENAME, fromDirectory, 8 + names)
                    .wide(toDirectory).name(from).name(to));
            return;
        }
        try {
            connection.call(new FuseRequest(Fuse.RENAME2, fromDirectory, 16 + names)
                    .wide(toDirectory).word(flags).word(0).name(from).name(to));
        } catch (Errno e) {
            throw e == Errno.ENOSYS ? Errno.EINVAL : e;
        }
    }

    @Override
    public LinkTarget readlink(long node) throws Errno {
        ByteBuffer in = connection.call(new FuseRequest(Fuse.READLINK, node, 0));
        String target = StandardCharsets.ISO_8859_1.decode(in).toString();
        if (target.isEmpty() || target.length() >= 4096 || target.indexOf('\0') >= 0) {
            throw Errno.EIO;
        }
        return LinkTarget.path(target);
    }

    @Override
    public List<DirectoryEntry> readDirectory(long id, long cookie, int limit) throws Errno {
        FuseNode node = node(id);
        if (node.listing == null) {
            node.listing = new Listing();
        }
        if (cookie == 0 || node.listing.isStale()) {
            node.listing.replace(list(id));
        }
        return node.listing.after(cookie, limit);
    }

    private Map<String, DirectoryEntry> list(long id) throws Errno {
        Map<String, DirectoryEntry> found = new LinkedHashMap<>();
        long fileHandle = 0;
        boolean opened = true;
        try {
            FuseRequest open = new FuseRequest(Fuse.OPENDIR, id, 8).word(Fcntl.O_DIRECTORY).word(0);
            fileHandle = atLeast(connection.call(open), 16).getLong();
        } catch (Errno e) {
            if (e != Errno.ENOSYS) {
                throw e;
            }
            opened = false;
        }
        try {
            long at = 0;
            while (at != -1) {
                boolean plus = connection.listsAttributes();
                FuseRequest request = new FuseRequest(plus ? Fuse.READDIRPLUS : Fuse.READDIR, id, 40);
                request.wide(fileHandle).wide(at).word(LISTING_BYTES).word(0).wide(0).wide(0);
                long next = FuseReplies.entries(
                        connection.call(request), found, plus ? (name, entry) -> listed(id, name, entry) : null);
                at = next == at ? -1 : next;
            }
        } finally {
            if (opened) {
                tellRelease(Fuse.RELEASEDIR, id, fileHandle, Fcntl.O_DIRECTORY);
            }
        }
        sweep();
        return found;
    }

    /** A listing counts as a lookup of each name; what the vfs does not ask for while the name holds is forgotten again. */
    private void listed(long directory, String name, ByteBuffer in) throws Errno {
        FuseNode before = nodes.get(in.getLong(0));
        boolean known = before != null && !unused.contains(before);
        FuseNode node = nodes.get(entry(directory, name, in).node());
        if (!known) {
            node.listedUntil = entries.get(new Name(directory, name)).validUntil;
            unused.add(node);
        }
    }

    @Override
    public OpenNode open(long id, int flags, int client, Credentials credentials) throws Errno {
        FuseNode node = node(id);
        FuseNode.Opened opened = content.open(id, flags & ~NOT_SENT, credentials.uid(), credentials.gid());
        node.open.add(opened);
        int memoryObject = 0;
        if ((opened.openFlags() & Fuse.OPEN_DIRECT_IO) == 0) {
            node.validUntil = 0;
            attributes(id);
            memoryObject = content.object(node, (opened.openFlags() & Fuse.OPEN_KEEP_CACHE) != 0);
        }
        long handle = nextHandle++;
        handles.put(handle, opened);
        boolean seekable = (opened.openFlags() & (Fuse.OPEN_NONSEEKABLE | Fuse.OPEN_STREAM)) == 0;
        return new OpenNode(handle, seekable, false, memoryObject, true);
    }

    private FuseNode.Opened opened(long handle) throws Errno {
        FuseNode.Opened opened = handles.get(handle);
        if (opened == null) {
            throw Errno.EBADF;
        }
        return opened;
    }

    @Override
    public void flush(long id, long handle) throws Errno {
        FuseNode.Opened opened = opened(handle);
        content.writeBack(node(id));
        if (flushes) {
            try {
                connection.call(new FuseRequest(Fuse.FLUSH, id, 24).wide(opened.fileHandle()).wide(0).wide(0));
            } catch (Errno e) {
                flushes &= e != Errno.ENOSYS;
                if (flushes) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void access(long id, int wanted, Credentials who) throws Errno {
        if (answersAccess) {
            try {
                connection.call(new FuseRequest(Fuse.ACCESS, id, 8).word(wanted).word(0).by(who.uid(), who.gid()));
            } catch (Errno e) {
                answersAccess &= e != Errno.ENOSYS;
                if (answersAccess) {
                    throw e;
                }
            }
        }
    }

    @Override
    public long ioctl(long id, long handle, int request, long argument, Grant memory) throws Errno {
        if (handle != 0) {
            return ioctls.call(id, opened(handle).fileHandle(), 0, request, argument, memory);
        }
        FuseRequest open = new FuseRequest(Fuse.OPENDIR, id, 8).word(Fcntl.O_DIRECTORY).word(0);
        long fileHandle = atLeast(connection.call(open), 16).getLong();
        try {
            return ioctls.call(id, fileHandle, Fuse.IOCTL_DIRECTORY, request, argument, memory);
        } finally {
            tellRelease(Fuse.RELEASEDIR, id, fileHandle, Fcntl.O_DIRECTORY);
        }
    }

    @Override
    public void release(long id, long handle) {
        FuseNode.Opened opened = handles.remove(handle);
        FuseNode node = nodes.get(id);
        if (opened == null || node == null) {
            return;
        }
        try {
            content.writeBack(node);
        } catch (Errno e) {
            kernel.log().warn("fuse: what a mapping has written to node " + id + " waits for a better time: " + e);
        }
        node.open.remove(opened);
        tellRelease(Fuse.RELEASE, id, opened.fileHandle(), opened.flags());
    }

    @Override
    public byte[] read(long node, long handle, long offset, int length) throws Errno {
        return content.read(node, opened(handle), offset, length);
    }

    @Override
    public int write(long id, long handle, long offset, byte[] bytes) throws Errno {
        FuseNode node = node(id);
        int done = 0;
        while (done < bytes.length) {
            int chunk = Math.min(bytes.length - done, content.maxWrite());
            int taken = content.write(id, opened(handle), offset + done, bytes, done, chunk);
            done += taken;
            if (taken < chunk) {
                break;
            }
        }
        content.written(node, offset, offset + done);
        node.validUntil = 0;
        return done;
    }

    @Override
    public int mapping(long id) throws Errno {
        return content.object(node(id), false);
    }

    @Override
    public void allocate(long id, int mode, long offset, long length, long now) throws Errno {
        FuseNode node = node(id);
        FuseRequest request = new FuseRequest(Fuse.FALLOCATE, id, 32);
        request.wide(writable(node).fileHandle()).wide(offset).wide(length).word(mode).word(0);
        try {
            connection.call(request);
        } catch (Errno e) {
            throw e == Errno.ENOSYS ? Errno.EOPNOTSUPP : e;
        }
        content.drop(node);
        node.validUntil = 0;
        attributes(id);
    }

    private static FuseNode.Opened writable(FuseNode node) throws Errno {
        for (FuseNode.Opened opened : node.open) {
            if ((opened.flags() & Fcntl.O_ACCMODE) != Fcntl.O_RDONLY) {
                return opened;
            }
        }
        throw Errno.EBADF;
    }

    private long seek(long id, long offset, int whence, long otherwise) throws Errno {
        FuseNode node = node(id);
        if (node.open.isEmpty()) {
            return otherwise;
        }
        FuseRequest request = new FuseRequest(Fuse.LSEEK, id, 24);
        request.wide(node.open.getFirst().fileHandle()).wide(offset).word(whence).word(0);
        try {
            return atLeast(connection.call(request), 8).getLong();
        } catch (Errno e) {
            if (e == Errno.ENOSYS) {
                return otherwise;
            }
            if (e == Errno.ENXIO) {
                return -1;
            }
            throw e;
        }
    }

    @Override
    public long nextData(long node, long offset) throws Errno {
        return seek(node, offset, Fcntl.SEEK_DATA, offset);
    }

    @Override
    public long nextHole(long node, long offset) throws Errno {
        return seek(node, offset, Fcntl.SEEK_HOLE, -1);
    }

    /** A request about extended attributes: a daemon that knows none says ENOSYS. */
    private ByteBuffer callAboutAttributes(FuseRequest request) throws Errno {
        try {
            return connection.call(request);
        } catch (Errno e) {
            throw e == Errno.ENOSYS ? Errno.EOPNOTSUPP : e;
        }
    }

    @Override
    public byte[] getExtendedAttribute(long node, String name) throws Errno {
        FuseRequest request = new FuseRequest(Fuse.GETXATTR, node, 8 + name.length() + 1);
        ByteBuffer in = callAboutAttributes(request.word(MAX_ATTRIBUTE).word(0).name(name));
        byte[] value = new byte[in.remaining()];
        in.get(value);
        return value;
    }

    @Override
    public void setExtendedAttribute(long node, String name, byte[] value, int create) throws Errno {
        FuseRequest request = new FuseRequest(Fuse.SETXATTR, node, 8 + name.length() + 1 + value.length);
        callAboutAttributes(request.word(value.length).word(create).name(name).bytes(value, 0, value.length));
        changed(node);
    }

    @Override
    public List<String> extendedAttributes(long node) throws Errno {
        FuseRequest request = new FuseRequest(Fuse.LISTXATTR, node, 8).word(MAX_ATTRIBUTE).word(0);
        String names = StandardCharsets.ISO_8859_1.decode(callAboutAttributes(request)).toString();
        return Arrays.stream(names.split("\0")).filter(name -> !name.isEmpty()).toList();
    }

    @Override
    public void removeExtendedAttribute(long node, String name) throws Errno {
        callAboutAttributes(FuseRequest.named(Fuse.REMOVEXATTR, node, name));
        changed(node);
    }

    @Override
    public FileSystemStatus status() throws Errno {
        ByteBuffer in = atLeast(connection.call(new FuseRequest(Fuse.STATFS, Fuse.ROOT, 0)), 80);
        return new FileSystemStatus(
                MAGIC,
                Integer.toUnsignedLong(in.getInt(40)),
                in.getLong(0),
                in.getLong(8),
                in.getLong(16),
                in.getLong(24),
                in.getLong(32),
                0,
                in.getInt(44),
                Integer.toUnsignedLong(in.getInt(48)),
                0);
    }

    @Override
    public void fsync(long id, boolean dataOnly) throws Errno {
        FuseNode node = node(id);
        content.writeBack(node);
        if (node.open.isEmpty()) {
            return;
        }
        FuseRequest request = new FuseRequest(Fuse.FSYNC, id, 16);
        request.wide(node.open.getFirst().fileHandle()).word(dataOnly ? 1 : 0).word(0);
        try {
            connection.call(request);
        } catch (Errno e) {
            if (e != Errno.ENOSYS) {
                throw e;
            }
        }
    }

    @Override
    public void invalidateNode(long id, long offset, long length) {
        FuseNode node = nodes.get(id);
        if (node == null) {
            return;
        }
        changed(id);
        if (offset >= 0) {
            content.drop(node);
        }
    }

    @Override
    public void invalidateEntry(long directory, String name) {
        entries.remove(new Name(directory, name));
        changed(directory);
    }

    @Override
    public void unmount() {
        nodes.values().forEach(content::free);
        nodes.clear();
        if (type.startsWith("fuseblk")) {
            connection.tell(new FuseRequest(Fuse.DESTROY, 0, 0));
        }
        connection.end();
    }

    @Override
    public void forget(long id) {
        if (id == Fuse.ROOT) {
            return;
        }
        FuseNode node = nodes.get(id);
        if (node != null) {
            node.listedUntil = 0;
            unused.add(node);
        }
        sweep();
    }

    /** Forgets what neither the vfs nor a mapping refers to any more. */
    private void sweep() {
        boolean crowded = unused.size() > MAX_ENTRIES;
        List<FuseNode> gone = new ArrayList<>();
        for (FuseNode node : List.copyOf(unused)) {
            if (node.content != null && node.content.isMapped() || !crowded && now() < node.listedUntil) {
                continue;
            }
            unused.remove(node);
            nodes.remove(node.id);
            content.free(node);
            gone.add(node);
        }
        for (int at = 0; at < gone.size(); at += MAX_FORGOTTEN) {
            tellForgotten(gone.subList(at, Math.min(at + MAX_FORGOTTEN, gone.size())));
        }
    }

    private void tellForgotten(List<FuseNode> gone) {
        if (gone.size() == 1) {
            FuseNode node = gone.getFirst();
            connection.tell(new FuseRequest(Fuse.FORGET, node.id, 8).wide(node.lookups));
            return;
        }
        FuseRequest all = new FuseRequest(Fuse.BATCH_FORGET, 0, 8 + 16 * gone.size()).word(gone.size()).word(0);
        gone.forEach(node -> all.wide(node.id).wide(node.lookups));
        connection.tell(all);
    }
}
