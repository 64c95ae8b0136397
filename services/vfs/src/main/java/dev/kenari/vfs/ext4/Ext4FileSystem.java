package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.kernel.component.ComponentFactory;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.component.Stateful;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.PageCache;
import dev.kenari.vfs.AttributeChange;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.DirectoryEntry;
import dev.kenari.vfs.Entry;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.FileSystemRoot;
import dev.kenari.vfs.FileSystemStatus;
import dev.kenari.vfs.LinkTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** ext4(5) on a block device. A node is an inode number. */
public final class Ext4FileSystem implements FileSystem, Stateful {
    private static final long MAGIC = 0xEF53;
    private static final int NAME_MAX = 255;

    /** What is kept of an inode that the vfs knows, or whose pages are still mapped. */
    private static final class Node {
        PageCache object;
        boolean forgotten;
        /** Of a directory; null after a change. */
        List<DirectoryEntry> listing;

        boolean isMapped() {
            return object != null && object.isMapped();
        }
    }

    /** The arguments: {@code ro} or {@code rw}, and mount(2)'s options. Its peer {@code disk} is the device. */
    public static final class Factory implements ComponentFactory<FileSystem> {
        @Override
        public FileSystem start(Environment environment, String[] arguments) throws Errno {
            return mount(environment, environment.peer("disk", BlockDevice.class), arguments[0].equals("ro"), arguments[1]);
        }
    }

    private final Environment environment;
    private final VolumeMount mount;
    private final Volume volume;
    private final FileContents contents;
    private final NameChanges names;
    private final CommitTask committer;
    private final Map<Integer, Node> nodes = new HashMap<>();

    private Ext4FileSystem(Environment environment, VolumeMount mount, MountOptions options) {
        this.environment = environment;
        this.mount = mount;
        this.volume = mount.volume();
        this.contents = mount.contents();
        this.names = new NameChanges(volume);
        this.committer = new CommitTask(environment, volume, options.commitSeconds(), this::reap);
        environment.servePages(contents);
        for (long number : environment.inherited()) {
            nodes.put((int) number, new Node());
        }
        // An instance before this one had them, and the vfs has not forgotten their nodes.
        for (long key : environment.pageKeys()) {
            Node node = new Node();
            node.object = environment.pageCache(key, 0);
            nodes.put((int) key, node);
            contents.attach((int) key, node.object);
        }
    }

    /** The inodes that the vfs knows. */
    @Override
    public long[] handOver() {
        long[] known = new long[nodes.size()];
        int i = 0;
        for (int number : nodes.keySet()) {
            known[i++] = number;
        }
        return known;
    }

    /** Those that it knows from the instance before this one: all after an update, and after a failure those with pages. */
    private static Set<Integer> known(Environment environment) {
        Set<Integer> known = new HashSet<>();
        for (long[] numbers : List.of(environment.inherited(), environment.pageKeys())) {
            for (long number : numbers) {
                known.add((int) number);
            }
        }
        return known;
    }

    /** As {@link dev.kenari.vfs.DiskFileSystemType#mount}. */
    public static FileSystem mount(Environment environment, BlockDevice device, boolean readOnly, String options) throws Errno {
        MountOptions parsed = MountOptions.parse(readOnly, options);
        VolumeMount opened = VolumeMount.open(environment, device, parsed, known(environment));
        Ext4FileSystem fileSystem = new Ext4FileSystem(environment, opened, parsed);
        fileSystem.volume.look(() -> {
            Ext4Inode root = fileSystem.volume.used(Superblock.ROOT_INODE);
            if (!root.isDirectory() || root.links() == 0) {
                throw fileSystem.volume.corrupt("the root is no directory");
            }
            return null;
        });
        fileSystem.committer.start();
        return fileSystem;
    }

    @Override
    public FileSystemRoot root() {
        return new FileSystemRoot(Superblock.ROOT_INODE, "ext4", true, volume.readOnly(), "");
    }

    private Attributes describe(Ext4Inode inode) {
        Node node = nodes.get(inode.number);
        int mode = inode.mode();
        boolean device = (mode & FileMode.S_IFMT) == FileMode.S_IFCHR || (mode & FileMode.S_IFMT) == FileMode.S_IFBLK;
        return new Attributes(
                inode.number,
                mode,
                inode.links(),
                inode.uid(),
                inode.gid(),
                device ? names.device(inode) : 0,
                node != null && node.object != null ? node.object.size() : inode.size(),
                inode.sectors(volume.superblock().blockSize),
                volume.superblock().blockSize,
                inode.accessed(),
                inode.modified(),
                inode.changed(),
                inode.born());
    }

    private Entry entry(Ext4Inode inode) {
        Node node = nodes.computeIfAbsent(inode.number, n -> new Node());
        node.forgotten = false;
        return new Entry(inode.number, describe(inode));
    }

    @Override
    public Attributes attributes(long node) throws Errno {
        return volume.look(() -> describe(volume.used((int) node)));
    }

    @Override
    public Entry lookup(long directory, String name) throws Errno {
        return volume.look(() -> {
            Ext4Inode inode = volume.used((int) directory);
            if (!inode.isDirectory()) {
                throw Errno.ENOTDIR;
            }
            Ext4Inode found = volume.used(new Directory(volume, inode).get(name).inode());
            if (found.links() == 0 || found.number < volume.superblock().firstInode()) {
                throw volume.corrupt("a name in directory " + directory + " leads to inode " + found.number);
            }
            return entry(found);
        });
    }

    @Override
    public Attributes setAttributes(long id, AttributeChange change) throws Errno {
        int number = (int) id;
        if ((change.which() & AttributeChange.SIZE) != 0) {
            resize(number, change.size());
        }
        return volume.change(() -> {
            Ext4Inode inode = volume.used(number);
            apply(inode, change);
            return describe(inode);
        });
    }

    private void apply(Ext4Inode inode, AttributeChange change) throws Errno {
        int which = change.which();
        if ((which & (AttributeChange.MODE | AttributeChange.UID | AttributeChange.GID)) != 0) {
            inode.checkChangeable();
            volume.edit(inode);
        } else {
            volume.editTimes(inode);
        }
        if ((which & AttributeChange.MODE) != 0) {
            inode.setMode(inode.mode() & FileMode.S_IFMT | change.mode());
        }
        if ((which & AttributeChange.UID) != 0) {
            inode.setUid(change.uid());
        }
        if ((which & AttributeChange.GID) != 0) {
            inode.setGid(change.gid());
        }
        if ((which & AttributeChange.ACCESSED) != 0) {
            inode.setAccessed(change.accessed());
        }
        if ((which & AttributeChange.MODIFIED) != 0) {
            inode.setModified(change.modified());
        }
        if ((which & AttributeChange.CHANGED) != 0) {
            inode.setChanged(change.changed());
        }
    }

    /** The page cache has its new size already. What grew by pages that are still dirty grows on the disk when they are written back. */
    private void resize(int number, long size) throws Errno {
        contents.forgetBeyond(number, size);
        long known = volume.look(() -> volume.used(number).size());
        Node node = nodes.get(number);
        if (size < known) {
            if (node != null && node.object != null && size % Frames.SIZE != 0) {
                // The rest of the last page is zero from now on, on the disk too: it may be part of the file again later.
                node.object.writeBack(size >>> Frames.SHIFT, (size >>> Frames.SHIFT) + 1);
            }
            contents.truncate(number, size, environment.realtime());
        } else if (size > known && !contents.dirtyFrom(number, known >>> Frames.SHIFT)) {
            contents.truncate(number, size, environment.realtime());
        }
    }

    @Override
    public Entry make(long directory, String name, int mode, int uid, int gid, long rdev, String target, long now)
            throws Errno {
        changed(directory);
        return volume.change(
                () -> entry(names.make((int) directory, name, mode, uid, gid, rdev, target, now)));
    }

    @Override
    public Entry makeUnnamed(int mode, int uid, int gid, long now) throws Errno {
        return volume.change(() -> entry(names.make(0, "", mode, uid, gid, 0, null, now)));
    }

    private void changed(long directory) {
        Node node = nodes.get((int) directory);
        if (node != null) {
            node.listing = null;
        }
    }

    @Override
    public Attributes link(long node, long directory, String name, long now) throws Errno {
        changed(directory);
        return volume.change(() -> describe(names.link((int) node, (int) directory, name, now)));
    }

    @Override
    public void unlink(long directory, String name, long now) throws Errno {
        changed(directory);
        freeIfUnknown(volume.change(() -> names.unlink((int) directory, name, now)));
    }

    @Override
    public void rmdir(long directory, String name, long now) throws Errno {
        changed(directory);
        freeIfUnknown(volume.change(() -> names.rmdir((int) directory, name, now)));
    }

    @Override
    public void rename(long fromDirectory, String fromName, long toDirectory, String toName, int flags, long now)
            throws Errno {
        changed(fromDirectory);
        changed(toDirectory);
        if ((flags & Fcntl.RENAME_EXCHANGE) == 0) {
            writeBackSource(fromDirectory, fromName);
        }
        freeIfUnknown(volume.change(
                () -> names.rename((int) fromDirectory, fromName, (int) toDirectory, toName, flags, now)));
    }

    /** A file that replaces another is whole before the old one is gone (mount option auto_da_alloc). */
    private void writeBackSource(long directory, String name) throws Errno {
        int source = volume.look(
                () -> new Directory(volume, volume.used((int) directory)).get(name).inode());
        Node node = nodes.get(source);
        if (node != null && node.object != null) {
            node.object.writeBack();
        }
    }

    /** An inode without a name that nobody has open. */
    private void freeIfUnknown(int inode) throws Errno {
        if (inode != 0 && !nodes.containsKey(inode)) {
            contents.finish(inode);
        }
    }

    @Override
    public LinkTarget readlink(long node) throws Errno {
        return LinkTarget.path(volume.look(() -> names.target(volume.used((int) node))));
    }

    @Override
    public List<DirectoryEntry> readDirectory(long directory, long cookie, int limit) throws Errno {
        List<DirectoryEntry> all = listing((int) directory);
        int first = firstAfter(all, cookie);
        int end = Math.min(all.size(), first + limit);
        // Names with the same cookie stay together, or the next call would miss some.
        while (end < all.size() && end > first && all.get(end).cookie() == all.get(end - 1).cookie()) {
            end--;
        }
        if (end == first) {
            while (end < all.size() && all.get(end).cookie() == all.get(first).cookie()) {
                end++;
            }
        }
        return new ArrayList<>(all.subList(first, end));
    }

    private List<DirectoryEntry> listing(int number) throws Errno {
        Node node = nodes.computeIfAbsent(number, n -> new Node());
        List<DirectoryEntry> listing = node.listing;
        if (listing == null) {
            listing = volume.look(() -> {
                Ext4Inode inode = volume.used(number);
                if (!inode.isDirectory()) {
                    throw Errno.ENOTDIR;
                }
                List<DirectoryEntry> read = new Directory(volume, inode).list();
                node.listing = read;
                return read;
            });
        }
        return listing;
    }

    private static int firstAfter(List<DirectoryEntry> all, long cookie) {
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (all.get(middle).cookie() <= cookie) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public int memoryObject(long id) throws Errno {
        int number = (int) id;
        Node node = nodes.computeIfAbsent(number, n -> new Node());
        if (node.object == null) {
            long size = volume.look(() -> {
                Ext4Inode inode = volume.used(number);
                return FileMode.isRegular(inode.mode()) ? inode.size() : -1;
            });
            if (size < 0) {
                return 0;
            }
            if (node.object == null) {
                node.object = environment.pageCache(number, size);
                contents.attach(number, node.object);
            }
        }
        return node.object.id();
    }

    @Override
    public void allocate(long node, int mode, long offset, long length, long now) throws Errno {
        contents.allocate((int) node, mode, offset, length, now);
    }

    @Override
    public long nextData(long node, long offset) throws Errno {
        return contents.next((int) node, offset, attributes(node).size(), true);
    }

    @Override
    public long nextHole(long node, long offset) throws Errno {
        return contents.next((int) node, offset, attributes(node).size(), false);
    }

    @Override
    public byte[] getExtendedAttribute(long node, String name) throws Errno {
        return volume.look(() -> {
            byte[] value = new AttributeStore(volume, volume.used((int) node)).get(name);
            return Attribute.of(name, null).isAccessList() ? AccessList.toPassed(value) : value;
        });
    }

    @Override
    public void setExtendedAttribute(long node, String name, byte[] value, int create) throws Errno {
        boolean list = Attribute.of(name, value).isAccessList();
        Attribute added = Attribute.of(name, list ? AccessList.toStored(value) : value);
        volume.change(() -> {
            Ext4Inode inode = volume.used((int) node);
            new AttributeStore(volume, inode).set(added, create);
            volume.edit(inode).setChanged(volume.now());
            return null;
        });
    }

    @Override
    public List<String> extendedAttributes(long node) throws Errno {
        return volume.look(() -> {
            List<String> names = new ArrayList<>();
            for (Attribute attribute : new AttributeStore(volume, volume.used((int) node)).all()) {
                names.add(attribute.fullName());
            }
            return names;
        });
    }

    @Override
    public void removeExtendedAttribute(long node, String name) throws Errno {
        volume.change(() -> {
            Ext4Inode inode = volume.used((int) node);
            new AttributeStore(volume, inode).remove(name);
            volume.edit(inode).setChanged(volume.now());
            return null;
        });
    }

    @Override
    public FileSystemStatus status() {
        Superblock superblock = volume.superblock();
        long free = Math.max(0, superblock.freeBlocks() - volume.blocks().setAside());
        return new FileSystemStatus(
                MAGIC,
                superblock.blockSize,
                superblock.blocks - superblock.overhead(),
                free,
                Math.max(0, free - superblock.reservedBlocks()),
                superblock.inodes,
                superblock.freeInodes(),
                superblock.id(),
                NAME_MAX,
                superblock.blockSize,
                0);
    }

    @Override
    public void fsync(long id, boolean dataOnly) throws Errno {
        Node node = nodes.get((int) id);
        if (node != null && node.object != null) {
            node.object.writeBack();
        }
        volume.commitInode((int) id, dataOnly);
    }

    @Override
    public void sync() throws Errno {
        reap();
        writeBackAll();
        volume.commit();
    }

    private void writeBackAll() throws Errno {
        for (Node node : List.copyOf(nodes.values())) {
            if (node.object != null) {
                node.object.writeBack();
            }
        }
    }

    @Override
    public void remount(boolean readOnly, String options) throws Errno {
        MountOptions.parse(readOnly, options);
        if (readOnly) {
            sync();
            mount.deactivate();
        } else if (volume.readOnly()) {
            mount.activate();
        }
    }

    @Override
    public void unmount() {
        committer.stop();
        try {
            writeBackAll();
            for (int number : List.copyOf(nodes.keySet())) {
                nodes.get(number).forgotten = true;
                end(number);
            }
            mount.deactivate();
        } catch (Errno e) {
            environment.warn("EXT4-fs (" + volume.device().name() + "): not unmounted cleanly: " + e);
        }
    }

    @Override
    public void forget(long id) {
        Node node = nodes.get((int) id);
        if (node == null) {
            return;
        }
        node.forgotten = true;
        if (!node.isMapped()) {
            try {
                end((int) id);
            } catch (Errno e) {
                environment.warn("EXT4-fs (" + volume.device().name() + "): inode " + id + " lost data: " + e);
            }
        }
    }

    /** Ends nodes whose last mapping has gone after the vfs forgot them. */
    private void reap() throws Errno {
        for (Map.Entry<Integer, Node> entry : List.copyOf(nodes.entrySet())) {
            Node node = entry.getValue();
            if (node.forgotten && !node.isMapped()) {
                end(entry.getKey());
            }
        }
    }

    /** Nobody needs the node: its pages go to the disk, or with the last name everything goes. */
    private void end(int number) throws Errno {
        Node node = nodes.get(number);
        if (node == null) {
            // Another task has ended it while this one slept.
            return;
        }
        boolean ended;
        try {
            if (node.object != null && !volume.orphans().contains(number)) {
                node.object.writeBack();
            }
        } finally {
            // While it was written back another task may have found its name again, or taken away the last.
            ended = node.forgotten && !node.isMapped() && nodes.remove(number, node);
            if (ended && node.object != null) {
                contents.detach(number);
                node.object.release();
            }
        }
        if (ended && volume.orphans().contains(number) && !volume.readOnly()) {
            contents.finish(number);
        }
    }
}
