package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;

/** The bitmaps of block groups: a bit is set for a block or inode in use. */
final class Bitmaps {
    private final Volume volume;

    Bitmaps(Volume volume) {
        this.volume = volume;
    }

    /** The bitmap of a group's blocks or inodes; one that was never written is what it would be. */
    Buffer of(GroupDescriptor group, boolean inodes) throws Errno {
        boolean initialized = !group.has(inodes ? GroupDescriptor.INODE_UNINIT : GroupDescriptor.BLOCK_UNINIT);
        Buffer bitmap = volume.cache().read(inodes ? group.inodeBitmap() : group.blockBitmap());
        String purpose = (inodes ? "inodes of group " : "blocks of group ") + group.number;
        if (initialized && !bitmap.checkedAs(purpose)) {
            if (volume.superblock().checksums() && !group.bitmapMatches(inodes, checksum(bitmap, inodes))) {
                throw volume.badChecksum("bitmap of " + purpose);
            }
            bitmap.setCheckedAs(purpose);
        }
        return bitmap;
    }

    /** As {@link #of}, to be changed in this operation. */
    Buffer edit(GroupDescriptor group, boolean inodes) throws Errno {
        Buffer bitmap = of(group, inodes);
        volume.cache().modify(bitmap);
        volume.edit(group);
        int flag = inodes ? GroupDescriptor.INODE_UNINIT : GroupDescriptor.BLOCK_UNINIT;
        if (group.has(flag)) {
            format(bitmap, group, inodes);
            group.clear(flag);
            bitmap.setCheckedAs((inodes ? "inodes of group " : "blocks of group ") + group.number);
        }
        return bitmap;
    }

    private void format(Buffer bitmap, GroupDescriptor group, boolean inodes) throws Errno {
        Superblock superblock = volume.superblock();
        bitmap.zero(0, bitmap.size());
        int bits = inodes ? superblock.inodesPerGroup : superblock.blocksIn(group.number);
        for (int bit = bits; bit < bitmap.size() * 8; bit++) {
            set(bitmap, bit, true);
        }
        if (inodes) {
            return;
        }
        long first = superblock.firstBlock(group.number);
        mark(bitmap, first, first, superblock.backupBlocks(group.number));
        int tableBlocks = superblock.inodesPerGroup / (superblock.blockSize / superblock.inodeSize);
        int flex = superblock.groupsPerFlex();
        int firstOfFlex = group.number / flex * flex;
        for (int i = firstOfFlex; i < Math.min(superblock.groups, firstOfFlex + flex); i++) {
            GroupDescriptor other = volume.group(i);
            mark(bitmap, first, other.blockBitmap(), 1);
            mark(bitmap, first, other.inodeBitmap(), 1);
            mark(bitmap, first, other.inodeTable(), tableBlocks);
        }
    }

    private void mark(Buffer bitmap, long first, long from, int count) {
        long end = Math.min(from + count, first + volume.superblock().blocksPerGroup);
        for (long block = Math.max(from, first); block < end; block++) {
            set(bitmap, (int) (block - first), true);
        }
    }

    /** After a change. */
    void seal(Buffer bitmap, GroupDescriptor group, boolean inodes) {
        if (volume.superblock().checksums()) {
            group.setBitmapChecksum(inodes, checksum(bitmap, inodes));
        }
    }

    private int checksum(Buffer bitmap, boolean inodes) {
        Superblock superblock = volume.superblock();
        int bytes = (inodes ? superblock.inodesPerGroup : superblock.blocksPerGroup) / 8;
        return Crc32c.of(volume.seed(), bitmap.bytes(), 0, bytes);
    }

    static boolean get(Buffer bitmap, int bit) {
        return (bitmap.u8(bit >>> 3) >>> (bit & 7) & 1) != 0;
    }

    static void set(Buffer bitmap, int bit, boolean value) {
        int mask = 1 << (bit & 7);
        int old = bitmap.u8(bit >>> 3);
        bitmap.put8(bit >>> 3, value ? old | mask : old & ~mask);
    }
}
