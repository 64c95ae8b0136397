package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;

/**
 * Which inodes are free. A file goes into its directory's group, or one near by; a directory too, but one in the root goes where there is
 * more than the average of everything and few directories (Orlov's policy), so that unrelated trees lie apart.
 */
final class InodeAllocator {
    private final Volume volume;
    private final Bitmaps bitmaps;

    InodeAllocator(Volume volume, Bitmaps bitmaps) {
        this.volume = volume;
        this.bitmaps = bitmaps;
    }

    /** A new inode of that mode, otherwise empty, with one link. ENOSPC. */
    Ext4Inode allocate(Ext4Inode parent, int mode, int generation) throws Errno {
        int start = firstGroup(parent, FileMode.isDirectory(mode));
        int groups = volume.superblock().groups;
        for (int i = 0; i < groups; i++) {
            GroupDescriptor group = volume.group((start + i) % groups);
            int bit = group.freeInodes() == 0 ? -1 : freeBit(group);
            if (bit >= 0) {
                take(group, bit, FileMode.isDirectory(mode));
                return fresh(group.number * volume.superblock().inodesPerGroup + bit + 1, parent, mode, generation);
            }
        }
        throw Errno.ENOSPC;
    }

    private int firstGroup(Ext4Inode parent, boolean directory) throws Errno {
        Superblock superblock = volume.superblock();
        if (!directory || parent.number != Superblock.ROOT_INODE) {
            return (parent.number - 1) / superblock.inodesPerGroup;
        }
        long averageInodes = (superblock.freeInodes() & 0xFFFF_FFFFL) / superblock.groups;
        long averageBlocks = superblock.freeBlocks() / superblock.groups;
        int best = 0;
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < superblock.groups; i++) {
            GroupDescriptor group = volume.group(i);
            boolean roomy = group.freeInodes() > 0
                    && group.freeInodes() >= averageInodes
                    && group.freeBlocks() >= averageBlocks;
            if (roomy && group.directories() < fewest) {
                best = i;
                fewest = group.directories();
            }
        }
        return best;
    }

    private int freeBit(GroupDescriptor group) throws Errno {
        boolean fresh = group.has(GroupDescriptor.INODE_UNINIT);
        Buffer bitmap = fresh ? bitmaps.edit(group, true) : bitmaps.of(group, true);
        int first = group.number == 0 ? volume.superblock().firstInode() - 1 : 0;
        for (int bit = first; bit < volume.superblock().inodesPerGroup; bit++) {
            if (!Bitmaps.get(bitmap, bit)) {
                return bit;
            }
        }
        return -1;
    }

    private void take(GroupDescriptor group, int bit, boolean directory) throws Errno {
        if (group.has(GroupDescriptor.BLOCK_UNINIT)) {
            // From now on the blocks of the group's inode table are in use.
            bitmaps.seal(bitmaps.edit(group, false), group, false);
        }
        Buffer bitmap = bitmaps.edit(group, true);
        Bitmaps.set(bitmap, bit, true);
        bitmaps.seal(bitmap, group, true);
        group.setFreeInodes(group.freeInodes() - 1);
        int behind = volume.superblock().inodesPerGroup - bit - 1;
        group.setUnusedInodes(Math.min(group.unusedInodes(), behind));
        if (directory) {
            group.setDirectories(group.directories() + 1);
        }
        volume.editSuperblock().setFreeInodes(volume.superblock().freeInodes() - 1);
    }

    private Ext4Inode fresh(int number, Ext4Inode parent, int mode, int generation) throws Errno {
        Ext4Inode inode = volume.edit(volume.inode(number));
        inode.clear();
        inode.setMode(mode);
        inode.setExtraSize(volume.superblock().wantedExtraSize());
        inode.setGeneration(generation);
        inode.setFlags(parent.flags() & Ext4Inode.INHERITED);
        inode.setLinks(1);
        return inode;
    }

    /** Whether the bitmap says that the inode is in use, and it is one that files have. */
    boolean inUse(int number) throws Errno {
        if (number < volume.superblock().firstInode() || number > volume.superblock().inodes) {
            return false;
        }
        GroupDescriptor group = volume.group((number - 1) / volume.superblock().inodesPerGroup);
        return !group.has(GroupDescriptor.INODE_UNINIT)
                && Bitmaps.get(bitmaps.of(group, true), (number - 1) % volume.superblock().inodesPerGroup);
    }

    /** Frees an inode that has no links and no blocks. @param seconds when, since 1970 */
    void free(Ext4Inode inode, long seconds) throws Errno {
        if (!inUse(inode.number)) {
            throw volume.corrupt("inode " + inode.number + " is free already");
        }
        GroupDescriptor group = volume.group((inode.number - 1) / volume.superblock().inodesPerGroup);
        Buffer bitmap = bitmaps.edit(group, true);
        Bitmaps.set(bitmap, (inode.number - 1) % volume.superblock().inodesPerGroup, false);
        bitmaps.seal(bitmap, group, true);
        group.setFreeInodes(group.freeInodes() + 1);
        if (inode.isDirectory()) {
            group.setDirectories(group.directories() - 1);
        }
        volume.editSuperblock().setFreeInodes(volume.superblock().freeInodes() + 1);
        volume.edit(inode);
        inode.setSize(0);
        inode.setLinks(0);
        inode.setDeletionTime(seconds);
    }
}
