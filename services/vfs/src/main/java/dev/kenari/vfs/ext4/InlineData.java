package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import java.util.ArrayList;
import java.util.List;

/**
 * Content inside the inode (kernel documentation, "Inline Data"): where the block map would be, and then in the value of an attribute. Only
 * read: mke2fs does not turn the feature on by default.
 */
final class InlineData {
    private static final String NAME = "data";
    /** A directory begins with its parent's number. */
    private static final int PARENT = 4;

    private InlineData() {}

    /** Where the attribute's value is; -1 if there is none. */
    private static int valueAt(Volume volume, Ext4Inode inode) throws Errno {
        int base = inode.attributesBase();
        if (inode.attributesRoom() < 8 || inode.buffer.s32(base) != AttributeRegion.MAGIC) {
            return -1;
        }
        AttributeRegion region = AttributeRegion.ofInode(inode);
        if (region.read() == null) {
            throw volume.corrupt("inode " + inode.number + ": bad inline data");
        }
        return region.find(Attribute.SYSTEM, NAME);
    }

    private static int rest(Volume volume, Ext4Inode inode, int at) throws Errno {
        long rest = inode.size() - Ext4Inode.BLOCK_BYTES;
        int room = at < 0 ? 0 : inode.attributesBase() + inode.attributesRoom() - at;
        if (rest > room) {
            throw volume.corrupt("inode " + inode.number + ": inline data is too long");
        }
        return (int) Math.max(0, rest);
    }

    /** The whole content of a file. */
    static byte[] read(Volume volume, Ext4Inode inode) throws Errno {
        int at = valueAt(volume, inode);
        int rest = rest(volume, inode, at);
        int first = (int) Math.min(inode.size(), Ext4Inode.BLOCK_BYTES);
        byte[] content = new byte[first + rest];
        System.arraycopy(inode.buffer.bytes(), inode.base + Ext4Inode.BLOCK, content, 0, first);
        if (rest > 0) {
            System.arraycopy(inode.buffer.bytes(), at, content, first, rest);
        }
        return content;
    }

    /** The entries of a directory, in one or two parts. */
    static List<DirectoryBlock> directory(Volume volume, Ext4Inode inode) throws Errno {
        boolean types = volume.superblock().incompat(Superblock.INCOMPAT_FILETYPE);
        int at = valueAt(volume, inode);
        int rest = rest(volume, inode, at);
        int block = inode.base + Ext4Inode.BLOCK;
        List<DirectoryBlock> parts = new ArrayList<>();
        parts.add(new DirectoryBlock(inode.buffer, block + PARENT, block + Ext4Inode.BLOCK_BYTES, types));
        if (rest > 0) {
            parts.add(new DirectoryBlock(inode.buffer, at, at + rest, types));
        }
        for (DirectoryBlock part : parts) {
            if (!part.sane()) {
                throw volume.corrupt("directory " + inode.number + ": bad inline entries");
            }
        }
        return parts;
    }
}
