package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;

/**
 * Which blocks a file has, by either format: extents, or the direct and indirect pointers of ext2 and ext3, which are only read (kernel
 * documentation, "The Contents of inode.i_block").
 */
final class BlockMap {
    private static final int DIRECT = 12;
    private static final int LEVELS = 3;

    private BlockMap() {}

    /** The extent that has {@code block}, or the hole from there on. */
    static Extent find(Volume volume, Ext4Inode inode, long block) throws Errno {
        if (inode.has(Ext4Inode.EXTENTS)) {
            return new ExtentTree(volume, inode).find(block);
        }
        return pointer(volume, inode, block);
    }

    private static Extent pointer(Volume volume, Ext4Inode inode, long block) throws Errno {
        int perBlock = volume.superblock().blockSize / 4;
        if (block < DIRECT) {
            return extent(volume, block, inode.buffer.u32(inode.base + Ext4Inode.BLOCK + (int) block * 4));
        }
        long rest = block - DIRECT;
        long covered = perBlock;
        int level = 1;
        while (rest >= covered) {
            rest -= covered;
            covered *= perBlock;
            level++;
            if (level > LEVELS) {
                throw Errno.EFBIG;
            }
        }
        long at = inode.buffer.u32(inode.base + Ext4Inode.BLOCK + (DIRECT + level - 1) * 4);
        for (; level > 0 && at != 0; level--) {
            covered /= perBlock;
            at = volume.cache().read(at).u32((int) (rest / covered) * 4);
            rest %= covered;
        }
        return extent(volume, block, at);
    }

    private static Extent extent(Volume volume, long block, long start) throws Errno {
        if (start >= volume.superblock().blocks) {
            throw volume.corrupt("a block pointer leads beyond the end");
        }
        return start == 0 ? Extent.hole(block, block + 1) : new Extent(block, 1, start, false);
    }

    /** EOPNOTSUPP for a file that Kenari only reads. */
    static void checkWritable(Ext4Inode inode) throws Errno {
        if (!inode.has(Ext4Inode.EXTENTS)) {
            throw Errno.EOPNOTSUPP;
        }
    }
}
