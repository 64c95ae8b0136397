package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.vfs.DirectoryEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The names in a directory: looked up, added and removed within one operation. */
final class Directory {
    /** What a name leads to. */
    record Name(DirectoryBlock block, DirectoryBlock.Slot slot) {
        int inode() {
            return slot.inode();
        }
    }

    private static final String SELF = ".";
    private static final String PARENT = "..";

    final Volume volume;
    final Ext4Inode inode;

    Directory(Volume volume, Ext4Inode inode) {
        this.volume = volume;
        this.inode = inode;
    }

    /** The hash that orders names where the directory's root has none. */
    static DirectoryHash hash(Superblock superblock, int version) {
        return new DirectoryHash(version, superblock.unsignedHash(), superblock.hashSeed());
    }

    boolean checksums() {
        return volume.superblock().checksums();
    }

    boolean types() {
        return volume.superblock().incompat(Superblock.INCOMPAT_FILETYPE);
    }

    /** How many blocks it has. */
    long blocks() throws Errno {
        long count = inode.size() / volume.superblock().blockSize;
        if (inode.size() % volume.superblock().blockSize != 0 || count == 0 || count > volume.superblock().blocks) {
            throw volume.corrupt("directory " + inode.number + ": bad size " + inode.size());
        }
        return count;
    }

    /** Block {@code index} of the directory, whatever it holds. */
    Buffer buffer(long index) throws Errno {
        Extent extent = BlockMap.find(volume, inode, index);
        if (!extent.hasData()) {
            throw volume.corrupt("directory " + inode.number + ": no block " + index);
        }
        return volume.cache().read(extent.locate(index));
    }

    /** Block {@code index}, which holds entries. */
    DirectoryBlock leaf(long index) throws Errno {
        return checked(buffer(index), index, checksums());
    }

    private DirectoryBlock checked(Buffer buffer, long index, boolean tail) throws Errno {
        DirectoryBlock block = new DirectoryBlock(buffer, tail, types());
        String purpose = "entries of " + inode.number + "/" + inode.generation() + tail;
        if (!buffer.checkedAs(purpose)) {
            if (!block.sane()) {
                throw volume.corrupt("directory " + inode.number + ": bad block " + index);
            }
            if (tail && !block.sealed(inode.seed(volume.seed()))) {
                throw volume.badChecksum("directory " + inode.number + ": block " + index);
            }
            buffer.setCheckedAs(purpose);
        }
        return block;
    }

    boolean indexed() {
        return inode.has(Ext4Inode.INDEXED) && volume.superblock().compat(Superblock.COMPAT_DIR_INDEX);
    }

    private boolean inline() {
        return inode.has(Ext4Inode.INLINE_DATA);
    }

    /** What {@code name} leads to; null if it is not there. */
    Name find(String name) throws Errno {
        if (inline()) {
            for (DirectoryBlock part : InlineData.directory(volume, inode)) {
                DirectoryBlock.Slot slot = part.find(name);
                if (slot != null) {
                    return new Name(part, slot);
                }
            }
            return null;
        }
        if (indexed()) {
            return new DirectoryIndex(this).find(name);
        }
        long count = blocks();
        for (long i = 0; i < count; i++) {
            Name found = in(leaf(i), name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    static Name in(DirectoryBlock block, String name) {
        DirectoryBlock.Slot slot = block.find(name);
        return slot == null ? null : new Name(block, slot);
    }

    /** As {@link #find}; ENOENT. */
    Name get(String name) throws Errno {
        Name found = find(name);
        if (found == null) {
            throw Errno.ENOENT;
        }
        return found;
    }

    private List<DirectoryBlock.Slot> slots() throws Errno {
        List<DirectoryBlock.Slot> all = new ArrayList<>();
        if (inline()) {
            for (DirectoryBlock part : InlineData.directory(volume, inode)) {
                all.addAll(part.slots());
            }
            return all;
        }
        long count = blocks();
        for (long i = 0; i < count; i++) {
            if (!indexed()) {
                all.addAll(leaf(i).slots());
            } else if (i > 0) {
                all.addAll(new DirectoryIndex(this).slots(i));
            }
        }
        return all;
    }

    /**
     * All entries but {@code .} and {@code ..}, by their cookies: the hash of the name, since an entry that moves to another block keeps it.
     */
    List<DirectoryEntry> list() throws Errno {
        DirectoryHash hash = hash(volume.superblock(), volume.superblock().defaultHash());
        List<DirectoryEntry> entries = new ArrayList<>();
        for (DirectoryBlock.Slot slot : slots()) {
            if (!slot.name().equals(SELF) && !slot.name().equals(PARENT)) {
                long cookie = Math.max(1, hash.of(slot.name()) >>> 1);
                entries.add(new DirectoryEntry(
                        slot.inode() & 0xFFFF_FFFFL, cookie, entryType(slot.type()), slot.name()));
            }
        }
        entries.sort(Comparator.comparingLong(DirectoryEntry::cookie).thenComparing(DirectoryEntry::name));
        return entries;
    }

    boolean isEmpty() throws Errno {
        for (DirectoryBlock.Slot slot : slots()) {
            if (!slot.name().equals(SELF) && !slot.name().equals(PARENT)) {
                return false;
            }
        }
        return true;
    }

    /** Adds a name that is not there. */
    void insert(String name, int target, int mode) throws Errno {
        BlockMap.checkWritable(inode);
        int type = fileType(mode);
        if (indexed()) {
            new DirectoryIndex(this).insert(name, target, type);
            return;
        }
        long count = blocks();
        for (long i = 0; i < count; i++) {
            if (insertInto(leaf(i), name, target, type)) {
                return;
            }
        }
        if (count == 1 && volume.superblock().compat(Superblock.COMPAT_DIR_INDEX)) {
            new DirectoryIndex(this).create();
            new DirectoryIndex(this).insert(name, target, type);
            return;
        }
        DirectoryBlock added = append();
        added.format(List.of(new DirectoryBlock.Slot(0, target, type, name)));
        seal(added);
    }

    boolean insertInto(DirectoryBlock block, String name, int target, int type) {
        volume.cache().modify(block.buffer);
        boolean done = block.insert(name, target, type);
        if (done) {
            seal(block);
        }
        return done;
    }

    /** A new block at the end, as zeroes. */
    DirectoryBlock append() throws Errno {
        return new DirectoryBlock(appendBuffer(), checksums(), types());
    }

    Buffer appendBuffer() throws Errno {
        long index = inode.size() / volume.superblock().blockSize;
        Buffer buffer = volume.blocks().allocateMetadata(inode);
        new ExtentTree(volume, inode).insert(new Extent(index, 1, buffer.block, false));
        volume.edit(inode);
        inode.addBlocks(1, volume.superblock().blockSize);
        inode.setSize(inode.size() + volume.superblock().blockSize);
        return buffer;
    }

    void remove(Name name) throws Errno {
        BlockMap.checkWritable(inode);
        volume.cache().modify(name.block.buffer);
        name.block.remove(name.slot.offset());
        seal(name.block);
    }

    /** The name leads to another inode from now on. */
    void point(Name name, int target, int mode) throws Errno {
        BlockMap.checkWritable(inode);
        volume.cache().modify(name.block.buffer);
        name.block.point(name.slot.offset(), target, fileType(mode));
        sealParentBlock(name);
    }

    /** The first block of an indexed directory has an index behind its two entries, and another checksum. */
    private void sealParentBlock(Name name) {
        if (indexed() && name.slot.name().equals(PARENT)) {
            new DirectoryIndex(this).sealRoot(name.block.buffer);
        } else {
            seal(name.block);
        }
    }

    void seal(DirectoryBlock block) {
        if (checksums()) {
            block.seal(inode.seed(volume.seed()));
        }
    }

    /** The entry for the directory above. */
    Name parent() throws Errno {
        if (inline()) {
            throw Errno.EOPNOTSUPP;
        }
        Name found = in(indexed() ? checked(buffer(0), 0, false) : leaf(0), PARENT);
        if (found == null) {
            throw volume.corrupt("directory " + inode.number + " has no parent");
        }
        return found;
    }

    /** The first block of a new directory. */
    void create(int parent) throws Errno {
        DirectoryBlock first = append();
        int type = fileType(FileMode.S_IFDIR);
        first.format(List.of(
                new DirectoryBlock.Slot(0, inode.number, type, SELF),
                new DirectoryBlock.Slot(0, parent, type, PARENT)));
        seal(first);
    }

    /** An entry's type for a mode. */
    private static int fileType(int mode) {
        return switch (mode & FileMode.S_IFMT) {
            case FileMode.S_IFREG -> 1;
            case FileMode.S_IFDIR -> 2;
            case FileMode.S_IFCHR -> 3;
            case FileMode.S_IFBLK -> 4;
            case FileMode.S_IFIFO -> 5;
            case FileMode.S_IFSOCK -> 6;
            case FileMode.S_IFLNK -> 7;
            default -> 0;
        };
    }

    private static int entryType(int type) {
        int mode = switch (type) {
            case 1 -> FileMode.S_IFREG;
            case 2 -> FileMode.S_IFDIR;
            case 3 -> FileMode.S_IFCHR;
            case 4 -> FileMode.S_IFBLK;
            case 5 -> FileMode.S_IFIFO;
            case 6 -> FileMode.S_IFSOCK;
            case 7 -> FileMode.S_IFLNK;
            default -> 0;
        };
        return FileMode.directoryEntryType(mode);
    }
}
