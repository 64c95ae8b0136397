package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import java.util.BitSet;

/**
 * Which blocks are free. The search begins at a goal, the end of the file's last extent or the group of its inode, and takes the first free
 * run; then the groups that follow. What the running transaction freed stays as it is until it has been committed, since a crash before
 * brings its owner back.
 */
final class BlockAllocator {
    /** Blocks that stay free for what writing data back needs besides. */
    private static final int METADATA_RESERVE = 8;

    private static final int DATA_PER_METADATA = 64;

    private final Volume volume;
    private final Bitmaps bitmaps;
    private long setAside;
    private boolean spending;

    BlockAllocator(Volume volume, Bitmaps bitmaps) {
        this.volume = volume;
        this.bitmaps = bitmaps;
    }

    /** Where blocks of a file should be that has none yet. */
    long goal(Ext4Inode inode) {
        Superblock superblock = volume.superblock();
        return superblock.firstBlock((inode.number - 1) / superblock.inodesPerGroup);
    }

    /** Keeps {@code count} blocks for dirty pages, or gives them back if negative. */
    void setAside(long count) {
        setAside += count;
    }

    /** Blocks that are free but spoken for. */
    long setAside() {
        return setAside;
    }

    /** Whether the operation may take what was set aside. */
    void spend(boolean allowed) {
        spending = allowed;
    }

    /** ENOSPC if {@code count} blocks more can't be promised. */
    void checkRoom(long count) throws Errno {
        long reserve = METADATA_RESERVE + setAside / DATA_PER_METADATA;
        if (count > 0 && volume.superblock().freeBlocks() - setAside - reserve < count) {
            throw Errno.ENOSPC;
        }
    }

    /** Up to {@code wanted} blocks in a row, at least one; {@code first} of the result is 0. ENOSPC. */
    Extent allocate(long goal, long wanted) throws Errno {
        if (!spending) {
            checkRoom(1);
        }
        Superblock superblock = volume.superblock();
        long near = goal > superblock.firstDataBlock && goal < superblock.blocks ? goal : superblock.firstDataBlock;
        int group = superblock.groupOf(near);
        int bit = (int) (near - superblock.firstBlock(group));
        for (int i = 0; i <= superblock.groups; i++) {
            Extent found = allocateIn(volume.group((group + i) % superblock.groups), i == 0 ? bit : 0, wanted);
            if (found != null) {
                return found;
            }
        }
        throw Errno.ENOSPC;
    }

    private Extent allocateIn(GroupDescriptor group, int from, long wanted) throws Errno {
        if (group.freeBlocks() == 0) {
            return null;
        }
        Superblock superblock = volume.superblock();
        Buffer bitmap = group.has(GroupDescriptor.BLOCK_UNINIT) ? bitmaps.edit(group, false) : bitmaps.of(group, false);
        BitSet held = volume.transaction().freed(group.number);
        int end = superblock.blocksIn(group.number);
        int start = from;
        while (start < end && (Bitmaps.get(bitmap, start) || held.get(start))) {
            start++;
        }
        int stop = start;
        long most = Math.min(wanted, group.freeBlocks());
        while (stop < end && stop - start < most && !Bitmaps.get(bitmap, stop) && !held.get(stop)) {
            stop++;
        }
        if (stop == start) {
            return null;
        }
        long first = superblock.firstBlock(group.number) + start;
        change(group, start, stop, true);
        return new Extent(0, stop - start, first, false);
    }

    /** Marks bits as used or free and counts them. */
    private void change(GroupDescriptor group, int start, int stop, boolean used) throws Errno {
        Buffer bitmap = bitmaps.edit(group, false);
        for (int bit = start; bit < stop; bit++) {
            if (Bitmaps.get(bitmap, bit) == used) {
                throw volume.corrupt("group " + group.number + ": block bitmap is wrong");
            }
            Bitmaps.set(bitmap, bit, used);
        }
        bitmaps.seal(bitmap, group, false);
        int by = used ? start - stop : stop - start;
        group.setFreeBlocks(group.freeBlocks() + by);
        volume.editSuperblock().setFreeBlocks(volume.superblock().freeBlocks() + by);
    }

    /** A block of zeroes for metadata of a file. */
    Buffer allocateMetadata(Ext4Inode inode) throws Errno {
        return volume.cache().fresh(allocate(goal(inode), 1).start());
    }

    /** Frees blocks of a file's content. */
    void free(long start, long count) throws Errno {
        Superblock superblock = volume.superblock();
        if (start <= superblock.firstDataBlock || start > superblock.blocks - count) {
            throw volume.corrupt("freeing blocks " + start + "+" + count);
        }
        long end = start + count;
        for (long block = start; block < end; ) {
            int number = superblock.groupOf(block);
            long first = superblock.firstBlock(number);
            int from = (int) (block - first);
            int to = (int) Math.min(end - first, superblock.blocksPerGroup);
            change(volume.group(number), from, to, false);
            BitSet held = volume.transaction().freed(number);
            held.set(from, to);
            volume.cache().onUndo(() -> held.clear(from, to));
            block = first + to;
        }
    }

    /** Frees a block that is in the cache and may be in the log. */
    void freeMetadata(long block) throws Errno {
        free(block, 1);
        volume.cache().forget(block);
    }
}
