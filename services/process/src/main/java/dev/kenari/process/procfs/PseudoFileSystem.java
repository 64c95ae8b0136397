package dev.kenari.process.procfs;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.kernel.Kernel;
import dev.kenari.vfs.AttributeChange;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.Credentials;
import dev.kenari.vfs.DirectoryEntry;
import dev.kenari.vfs.Entry;
import dev.kenari.vfs.FileSystemRoot;
import dev.kenari.vfs.FileSystemStatus;
import dev.kenari.vfs.FixedNames;
import dev.kenari.vfs.LinkTarget;
import dev.kenari.vfs.OpenNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file system of a {@link PseudoTree}. A file is computed when it is read from its start, and stays what it was then for the
 * reads that follow on the same open file description.
 */
class PseudoFileSystem implements FixedNames {
    private static final int BLOCK = 4096;
    private static final int NAME_LENGTH = 255;
    private static final byte[] NOTHING = {};

    private final String type;
    private final long magic;
    private final PseudoTree tree;
    private final Kernel kernel;
    private final long born;
    private final Map<Long, byte[]> snapshots = new HashMap<>();
    private long nextHandle = 1;

    /** @param magic the type as statfs(2) has it */
    PseudoFileSystem(String type, long magic, PseudoTree tree, Kernel kernel) {
        this.type = type;
        this.magic = magic;
        this.tree = tree;
        this.kernel = kernel;
        this.born = kernel.timers().realtime();
    }

    @Override
    public FileSystemRoot root() {
        return new FileSystemRoot(PseudoTree.ROOT, type, false, false, "");
    }

    @Override
    public Attributes attributes(long node) throws Errno {
        PseudoNode found = tree.find(node);
        return attributes(node, found.mode(), found.links(), 0, 0, 0);
    }

    Attributes attributes(long node, int mode, int links, int uid, int gid, long size) {
        long now = kernel.timers().realtime();
        return new Attributes(node, mode, links, uid, gid, 0, size, 0, 1024, now, now, now, born);
    }

    @Override
    public Entry lookup(long directory, String name) throws Errno {
        PseudoNode child = tree.find(directory).children().get(name);
        if (child == null) {
            throw Errno.ENOENT;
        }
        return new Entry(child.id(), attributes(child.id()));
    }

    @Override
    public List<DirectoryEntry> readDirectory(long node, long cookie, int limit) throws Errno {
        List<DirectoryEntry> entries = new ArrayList<>();
        long at = 0;
        for (Map.Entry<String, PseudoNode> child : tree.find(node).children().entrySet()) {
            at++;
            if (at > cookie && entries.size() < limit) {
                PseudoNode found = child.getValue();
                entries.add(new DirectoryEntry(
                        found.id(), at, FileMode.directoryEntryType(found.mode()), child.getKey()));
            }
        }
        return entries;
    }

    @Override
    public LinkTarget readlink(long node) throws Errno {
        PseudoNode found = tree.find(node);
        if (!FileMode.isSymlink(found.mode())) {
            throw Errno.EINVAL;
        }
        return LinkTarget.path(found.content().read());
    }

    @Override
    public OpenNode open(long node, int flags, int client, Credentials credentials) throws Errno {
        if (FileMode.isRegular(attributes(node).mode())) {
            checkOpen(node, flags, credentials);
        }
        return new OpenNode(nextHandle++, true, false);
    }

    /** EACCES, EPERM where permissions alone do not say who may open. */
    void checkOpen(long node, int flags, Credentials credentials) throws Errno {
        boolean writes = (flags & Fcntl.O_ACCMODE) != Fcntl.O_RDONLY;
        if (writes && tree.find(node).setting() == null) {
            throw Errno.EACCES;
        }
    }

    @Override
    public void release(long node, long handle) {
        snapshots.remove(handle);
    }

    @Override
    public byte[] read(long node, long handle, long offset, int length) throws Errno {
        byte[] all = snapshots.get(handle);
        if (all == null || offset == 0) {
            all = content(node);
            snapshots.put(handle, all);
        }
        if (offset >= all.length) {
            return NOTHING;
        }
        int from = (int) offset;
        return Arrays.copyOfRange(all, from, from + Math.min(length, all.length - from));
    }

    /** What the file says now. */
    byte[] content(long node) throws Errno {
        return tree.find(node).content().read().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public int write(long node, long handle, long offset, byte[] bytes) throws Errno {
        Setting setting = tree.find(node).setting();
        if (setting == null) {
            throw Errno.EINVAL;
        }
        setting.write(text(bytes));
        return bytes.length;
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** A change of size is what O_TRUNC asks for; there is nothing to cut off. */
    @Override
    public Attributes setAttributes(long node, AttributeChange change) throws Errno {
        int owners = AttributeChange.MODE | AttributeChange.UID | AttributeChange.GID;
        if ((change.which() & owners) != 0) {
            throw Errno.EPERM;
        }
        return attributes(node);
    }

    @Override
    public FileSystemStatus status() {
        return new FileSystemStatus(magic, BLOCK, 0, 0, 0, 0, 0, 0, NAME_LENGTH, BLOCK, 0);
    }

    @Override
    public Entry make(long directory, String name, int mode, int uid, int gid, long rdev, String target, long now)
            throws Errno {
        throw Errno.ENOENT;
    }

    @Override
    public void forget(long node) {}
}
