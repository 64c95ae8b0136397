package dev.kenari.vfs.board;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.drivers.HostAttributes;
import dev.kenari.drivers.HostFile;
import dev.kenari.drivers.HostShare;
import dev.kenari.drivers.HostSpace;
import dev.kenari.kernel.component.ComponentFactory;
import dev.kenari.kernel.component.Environment;
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
import java.util.List;

/**
 * A host share as a file system. Nothing of it is remembered, since the host changes it too. The host user's own files belong to one
 * user of the guest, everybody else's to nobody; owners can't change, and there are no hard links, devices or FIFOs to be made.
 */
public final class HostFileSystem implements FileSystem {
    /** Serves the share that is peer {@code share}; arguments: {@code ro} or {@code rw}, user and group of the host user's files. */
    public static final class Factory implements ComponentFactory<FileSystem> {
        @Override
        public FileSystem start(Environment environment, String[] arguments) throws Errno {
            return new HostFileSystem(
                    environment,
                    environment.peer("share", HostShare.class),
                    arguments[0].equals("ro"),
                    Integer.parseInt(arguments[1]),
                    Integer.parseInt(arguments[2]));
        }
    }

    private static final long TYPE = 0x6573_5546;
    private static final int NAME_MAX = 255;
    private static final int OWN = 0;

    private final HostShare share;
    private final boolean readOnly;
    private final int uid;
    private final int gid;
    private final HostListings listings;
    private final HostMappings mappings;

    /**
     * @param readOnly as the host shares it
     * @param uid whom the host user's files belong to in the guest
     */
    private HostFileSystem(Environment environment, HostShare share, boolean readOnly, int uid, int gid) {
        this.share = share;
        this.readOnly = readOnly;
        this.uid = uid;
        this.gid = gid;
        this.listings = new HostListings(share);
        this.mappings = new HostMappings(environment, share);
    }

    @Override
    public FileSystemRoot root() {
        return new FileSystemRoot(HostShare.ROOT, "virtiofs", false, readOnly, "");
    }

    private Attributes attributes(HostAttributes host) {
        return new Attributes(
                host.inode(),
                host.mode(),
                FileMode.isDirectory(host.mode()) ? 2 : 1,
                host.uid() == OWN ? uid : host.uid(),
                host.gid() == OWN ? gid : host.gid(),
                0,
                host.size(),
                host.blocks(),
                4096,
                host.accessed(),
                host.modified(),
                host.changed(),
                host.modified());
    }

    private Entry entry(HostFile file) {
        return new Entry(file.node(), attributes(file.attributes()));
    }

    @Override
    public Attributes attributes(long node) throws Errno {
        return attributes(share.attributes(node));
    }

    @Override
    public Entry lookup(long directory, String name) throws Errno {
        return entry(share.lookup(directory, name));
    }

    @Override
    public Attributes setAttributes(long node, AttributeChange change) throws Errno {
        int which = change.which();
        if ((which & AttributeChange.SIZE) != 0) {
            mappings.changed(node, change.size(), Long.MAX_VALUE);
        }
        // The bits are the same, and the host keeps the time of change itself.
        HostAttributes to = new HostAttributes(
                0,
                change.mode(),
                change.uid() == uid ? OWN : change.uid(),
                change.gid() == gid ? OWN : change.gid(),
                change.size(),
                0,
                change.accessed(),
                change.modified(),
                0);
        return attributes(share.setAttributes(node, which & ~AttributeChange.CHANGED, to));
    }

    @Override
    public Entry make(long directory, String name, int mode, int owner, int group, long rdev, String target, long now)
            throws Errno {
        int permissions = mode & FileMode.PERMISSIONS;
        return entry(switch (mode & FileMode.S_IFMT) {
            case FileMode.S_IFREG -> share.makeFile(directory, name, permissions);
            case FileMode.S_IFDIR -> share.makeDirectory(directory, name, permissions);
            case FileMode.S_IFLNK -> share.makeLink(directory, name, target);
            default -> throw Errno.EPERM;
        });
    }

    @Override
    public Attributes link(long node, long directory, String name, long now) throws Errno {
        throw Errno.EPERM;
    }

    @Override
    public void unlink(long directory, String name, long now) throws Errno {
        share.unlink(directory, name);
    }

    @Override
    public void rmdir(long directory, String name, long now) throws Errno {
        share.rmdir(directory, name);
    }

    @Override
    public void rename(long from, String fromName, long to, String toName, int flags, long now) throws Errno {
        if ((flags & ~Fcntl.RENAME_NOREPLACE) != 0) {
            throw Errno.EINVAL;
        }
        share.rename(from, fromName, to, toName, flags == 0);
    }

    @Override
    public LinkTarget readlink(long node) throws Errno {
        return LinkTarget.path(share.readLink(node));
    }

    @Override
    public List<DirectoryEntry> readDirectory(long node, long cookie, int limit) throws Errno {
        return listings.read(node, cookie, limit);
    }

    @Override
    public OpenNode open(long node, int flags, int client, Credentials credentials) throws Errno {
        return new OpenNode(share.open(node, flags & Fcntl.O_ACCMODE), true, false);
    }

    @Override
    public void release(long node, long handle) {
        try {
            share.release(handle);
        } catch (Errno e) {
            // The handle is gone either way; a write that failed has said so.
            return;
        }
    }

    @Override
    public byte[] read(long node, long handle, long offset, int length) throws Errno {
        return share.read(handle, offset, length);
    }

    @Override
    public int write(long node, long handle, long offset, byte[] bytes) throws Errno {
        share.write(handle, offset, bytes);
        mappings.changed(node, offset, offset + bytes.length);
        return bytes.length;
    }

    @Override
    public int mapping(long node) throws Errno {
        return mappings.object(node);
    }

    @Override
    public FileSystemStatus status() throws Errno {
        HostSpace space = share.space();
        return new FileSystemStatus(
                TYPE,
                space.blockSize(),
                space.blocks(),
                space.freeBlocks(),
                space.availableBlocks(),
                0,
                0,
                0,
                NAME_MAX,
                space.blockSize(),
                0);
    }

    @Override
    public void fsync(long node, boolean dataOnly) throws Errno {
        if (!FileMode.isRegular(share.attributes(node).mode())) {
            return;
        }
        long handle = share.open(node, 0);
        try {
            share.sync(handle, dataOnly);
        } finally {
            share.release(handle);
        }
    }

    @Override
    public void forget(long node) {
        mappings.forget(node);
    }
}
