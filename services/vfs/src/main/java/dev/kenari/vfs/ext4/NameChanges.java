package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import java.nio.charset.StandardCharsets;

/** Operations that make, move and remove names; each is one operation of the volume. Inodes without a name become orphans. */
final class NameChanges {
    private static final int MAX_LINKS = 65_000;
    private static final int MAX_NAME = 255;
    private static final int FAST_SYMLINK = Ext4Inode.BLOCK_BYTES;

    private final Volume volume;

    NameChanges(Volume volume) {
        this.volume = volume;
    }

    private Directory directory(int number) throws Errno {
        Ext4Inode inode = volume.used(number);
        if (!inode.isDirectory()) {
            throw Errno.ENOTDIR;
        }
        return new Directory(volume, inode);
    }

    /** A directory that gets a name. */
    private Directory target(int number, String name) throws Errno {
        Directory directory = directory(number);
        if (name.length() > MAX_NAME) {
            throw Errno.ENAMETOOLONG;
        }
        if (directory.inode.links() == 0) {
            throw Errno.ENOENT;
        }
        if (directory.inode.has(Ext4Inode.IMMUTABLE)) {
            throw Errno.EPERM;
        }
        return directory;
    }

    private static void checkAbsent(Directory directory, String name) throws Errno {
        if (directory.find(name) != null) {
            throw Errno.EEXIST;
        }
    }

    /** @param directory 0 for a file without a name; @param target of a symbolic link, else null */
    Ext4Inode make(int directory, String name, int mode, int uid, int gid, long rdev, String target, long now)
            throws Errno {
        Directory parent = directory == 0 ? null : target(directory, name);
        if (parent != null) {
            checkAbsent(parent, name);
        }
        Ext4Inode above = parent == null ? volume.used(Superblock.ROOT_INODE) : parent.inode;
        Ext4Inode made = volume.inodes().allocate(above, mode, volume.random());
        made.setUid(uid);
        made.setGid(gid);
        made.setBorn(now);
        made.setAccessed(now);
        made.touch(now);
        fill(made, above, rdev, target);
        if (parent == null) {
            made.setLinks(0);
            volume.orphans().add(made);
        } else {
            parent.insert(name, made.number, mode);
            volume.edit(above).touch(now);
            if (made.isDirectory()) {
                countSubdirectory(above, 1);
            }
        }
        return made;
    }

    private void fill(Ext4Inode made, Ext4Inode parent, long rdev, String target) throws Errno {
        switch (made.mode() & FileMode.S_IFMT) {
            case FileMode.S_IFREG -> ExtentTree.format(made);
            case FileMode.S_IFDIR -> {
                ExtentTree.format(made);
                new Directory(volume, made).create(parent.number);
                made.setLinks(2);
            }
            case FileMode.S_IFLNK -> link(made, target.getBytes(StandardCharsets.ISO_8859_1));
            default -> {
                // The old form has room for small numbers; the other word is for those who know the new one.
                int major = (int) (rdev >>> 8) & 0xFFF;
                int minor = (int) (rdev & 0xFF | rdev >>> 12 & 0xFFF00);
                boolean small = major < 256 && minor < 256;
                int at = made.base + Ext4Inode.BLOCK;
                made.buffer.put32(small ? at : at + 4, small ? major << 8 | minor : rdev);
            }
        }
    }

    private void link(Ext4Inode made, byte[] target) throws Errno {
        made.setSize(target.length);
        if (target.length < FAST_SYMLINK) {
            made.buffer.put(made.base + Ext4Inode.BLOCK, target);
            return;
        }
        if (target.length >= volume.superblock().blockSize) {
            throw Errno.ENAMETOOLONG;
        }
        ExtentTree.format(made);
        Buffer block = volume.blocks().allocateMetadata(made);
        block.put(0, target);
        new ExtentTree(volume, made).insert(new Extent(0, 1, block.block, false));
        made.addBlocks(1, volume.superblock().blockSize);
    }

    /** What a device's inode stands for. */
    long device(Ext4Inode inode) {
        int at = inode.base + Ext4Inode.BLOCK;
        int small = inode.buffer.s32(at);
        return small != 0 ? small & 0xFFFF : inode.buffer.u32(at + 4);
    }

    /** Where a symbolic link leads. */
    String target(Ext4Inode link) throws Errno {
        if (!FileMode.isSymlink(link.mode())) {
            throw Errno.EINVAL;
        }
        if (link.has(Ext4Inode.INLINE_DATA)) {
            return new String(InlineData.read(volume, link), StandardCharsets.ISO_8859_1);
        }
        long length = link.size();
        if (length == 0 || length >= volume.superblock().blockSize) {
            throw volume.corrupt("inode " + link.number + ": bad symbolic link");
        }
        if (!link.has(Ext4Inode.EXTENTS) && length < FAST_SYMLINK) {
            byte[] bytes = link.buffer.get(link.base + Ext4Inode.BLOCK, (int) length);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        Extent extent = BlockMap.find(volume, link, 0);
        if (!extent.hasData()) {
            throw volume.corrupt("inode " + link.number + ": no target");
        }
        byte[] bytes = volume.cache().read(extent.locate(0)).get(0, (int) length);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** A directory more or less below {@code parent}; a number that does not fit is 1 (dir_nlink). */
    private void countSubdirectory(Ext4Inode parent, int by) throws Errno {
        int links = parent.links();
        volume.edit(parent);
        if (links == 1) {
            return;
        }
        if (links + by < MAX_LINKS) {
            parent.setLinks(Math.max(2, links + by));
        } else if (volume.superblock().roCompat(Superblock.RO_COMPAT_DIR_NLINK)) {
            parent.setLinks(1);
        } else {
            throw Errno.EMLINK;
        }
    }

    Ext4Inode link(int number, int directory, String name, long now) throws Errno {
        Ext4Inode inode = volume.used(number);
        Directory parent = target(directory, name);
        checkAbsent(parent, name);
        inode.checkChangeable();
        if (inode.links() >= MAX_LINKS) {
            throw Errno.EMLINK;
        }
        volume.edit(inode).setLinks(inode.links() + 1);
        inode.setChanged(now);
        volume.orphans().remove(inode);
        parent.insert(name, number, inode.mode());
        volume.edit(parent.inode).touch(now);
        return inode;
    }

    /** Returns the inode if no name leads to it any more, else 0. */
    int unlink(int directory, String name, long now) throws Errno {
        Directory parent = directory(directory);
        Directory.Name found = parent.get(name);
        Ext4Inode gone = volume.used(found.inode());
        if (gone.isDirectory()) {
            throw Errno.EISDIR;
        }
        parent.inode.checkChangeable();
        parent.remove(found);
        volume.edit(parent.inode).touch(now);
        return unlinked(gone, now);
    }

    /** As {@link #unlink}. */
    int rmdir(int directory, String name, long now) throws Errno {
        Directory parent = directory(directory);
        Directory.Name found = parent.get(name);
        Directory gone = directory(found.inode());
        if (!gone.isEmpty()) {
            throw Errno.ENOTEMPTY;
        }
        parent.inode.checkChangeable();
        parent.remove(found);
        volume.edit(parent.inode).touch(now);
        countSubdirectory(parent.inode, -1);
        return unlinked(gone.inode, now);
    }

    /** A name less leads to the inode, which is returned if it was the last; else 0. */
    private int unlinked(Ext4Inode gone, long now) throws Errno {
        gone.checkChangeable();
        int links = gone.isDirectory() ? 0 : gone.links() - 1;
        if (links < 0 || gone.number < volume.superblock().firstInode()) {
            throw volume.corrupt("inode " + gone.number + " has more names than links");
        }
        boolean pointers = gone.sectors(volume.superblock().blockSize) > 0 && !gone.has(Ext4Inode.EXTENTS);
        if (links == 0 && pointers && !FileMode.isSymlink(gone.mode())) {
            throw Errno.EOPNOTSUPP;
        }
        volume.edit(gone).setLinks(links);
        gone.setChanged(now);
        if (links > 0) {
            return 0;
        }
        volume.orphans().add(gone);
        return gone.number;
    }

    /** As {@link #unlink}, for what was replaced. */
    int rename(int fromNumber, String fromName, int toNumber, String toName, int flags, long now) throws Errno {
        if ((flags & ~(Fcntl.RENAME_NOREPLACE | Fcntl.RENAME_EXCHANGE | Fcntl.RENAME_WHITEOUT)) != 0) {
            throw Errno.EINVAL;
        }
        Directory from = directory(fromNumber);
        Directory to = target(toNumber, toName);
        Directory.Name source = from.get(fromName);
        Ext4Inode moved = volume.used(source.inode());
        moved.checkChangeable();
        from.inode.checkChangeable();
        Directory.Name place = to.find(toName);
        if (place != null && place.inode() == moved.number) {
            return 0;
        }
        if ((flags & Fcntl.RENAME_EXCHANGE) != 0) {
            exchange(from, source, to, place, now);
            return 0;
        }
        if (place != null && (flags & Fcntl.RENAME_NOREPLACE) != 0) {
            throw Errno.EEXIST;
        }
        int replaced = 0;
        if (place == null) {
            to.insert(toName, moved.number, moved.mode());
            if (moved.isDirectory() && from.inode != to.inode) {
                countSubdirectory(to.inode, 1);
            }
        } else {
            replaced = replace(to, place, moved, now);
        }
        // The entry may have moved when the other was added.
        from.remove(from.get(fromName));
        if (moved.isDirectory() && (from.inode != to.inode || place != null)) {
            // Where one directory replaced another, the new parent has as many as before.
            countSubdirectory(from.inode, -1);
        }
        moveParent(moved, from, to);
        volume.edit(moved).setChanged(now);
        volume.edit(from.inode).touch(now);
        volume.edit(to.inode).touch(now);
        if ((flags & Fcntl.RENAME_WHITEOUT) != 0) {
            make(fromNumber, fromName, FileMode.S_IFCHR, 0, 0, 0, null, now);
        }
        return replaced;
    }

    private int replace(Directory to, Directory.Name place, Ext4Inode moved, long now) throws Errno {
        Ext4Inode victim = volume.used(place.inode());
        if (victim.isDirectory() != moved.isDirectory()) {
            throw victim.isDirectory() ? Errno.EISDIR : Errno.ENOTDIR;
        }
        if (victim.isDirectory() && !new Directory(volume, victim).isEmpty()) {
            throw Errno.ENOTEMPTY;
        }
        to.point(place, moved.number, moved.mode());
        return unlinked(victim, now);
    }

    private void exchange(Directory from, Directory.Name source, Directory to, Directory.Name place, long now)
            throws Errno {
        if (place == null) {
            throw Errno.ENOENT;
        }
        Ext4Inode one = volume.used(source.inode());
        Ext4Inode other = volume.used(place.inode());
        from.point(source, other.number, other.mode());
        to.point(place, one.number, one.mode());
        if (from.inode != to.inode && one.isDirectory() != other.isDirectory()) {
            countSubdirectory(from.inode, one.isDirectory() ? -1 : 1);
            countSubdirectory(to.inode, one.isDirectory() ? 1 : -1);
        }
        moveParent(one, from, to);
        moveParent(other, to, from);
        volume.edit(one).setChanged(now);
        volume.edit(other).setChanged(now);
        volume.edit(from.inode).touch(now);
        volume.edit(to.inode).touch(now);
    }

    private void moveParent(Ext4Inode moved, Directory from, Directory to) throws Errno {
        if (moved.isDirectory() && from.inode != to.inode) {
            Directory directory = new Directory(volume, moved);
            directory.point(directory.parent(), to.inode.number, to.inode.mode());
        }
    }
}
