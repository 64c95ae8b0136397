package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import java.util.ArrayList;
import java.util.List;

/** An inode's extended attributes: in the rest of the inode first, then in a block. */
final class AttributeStore {
    private static final int CREATE = 1;
    private static final int REPLACE = 2;

    private final Volume volume;
    private final Ext4Inode inode;

    AttributeStore(Volume volume, Ext4Inode inode) {
        this.volume = volume;
        this.inode = inode;
    }

    private boolean hasRegion() {
        return inode.attributesRoom() >= 8 && inode.buffer.s32(inode.attributesBase()) == AttributeRegion.MAGIC;
    }

    private List<Attribute> inInode() throws Errno {
        return hasRegion() ? checked(AttributeRegion.ofInode(inode).read()) : List.of();
    }

    private List<Attribute> checked(List<Attribute> read) throws Errno {
        if (read == null) {
            throw volume.corrupt("inode " + inode.number + ": bad extended attributes");
        }
        return read;
    }

    private AttributeBlock block() throws Errno {
        AttributeBlock block = new AttributeBlock(volume.cache().read(inode.attributeBlock()));
        if (!block.sane()) {
            throw volume.corrupt("inode " + inode.number + ": bad block of extended attributes");
        }
        if (volume.superblock().checksums() && !block.sealed(volume.seed())) {
            throw volume.badChecksum("inode " + inode.number + ": extended attributes");
        }
        return block;
    }

    private List<Attribute> inBlock() throws Errno {
        return inode.attributeBlock() == 0
                ? List.of()
                : checked(AttributeRegion.ofBlock(block().buffer).read());
    }

    /** Those that programs see. */
    List<Attribute> all() throws Errno {
        List<Attribute> all = new ArrayList<>(inInode());
        all.addAll(inBlock());
        all.removeIf(Attribute::hidden);
        return all;
    }

    /** ENODATA. */
    byte[] get(String name) throws Errno {
        Attribute wanted = Attribute.of(name, null);
        for (Attribute attribute : all()) {
            if (attribute.sameName(wanted)) {
                return attribute.value();
            }
        }
        throw Errno.ENODATA;
    }

    private boolean exists(Attribute wanted) throws Errno {
        for (Attribute attribute : all()) {
            if (attribute.sameName(wanted)) {
                return true;
            }
        }
        return false;
    }

    /** @param create as setxattr(2): 0, XATTR_CREATE 1, XATTR_REPLACE 2 */
    void set(Attribute added, int create) throws Errno {
        boolean exists = exists(added);
        if (exists && create == CREATE) {
            throw Errno.EEXIST;
        }
        if (!exists && create == REPLACE) {
            throw Errno.ENODATA;
        }
        List<Attribute> inner = without(inInode(), added);
        List<Attribute> outer = without(inBlock(), added);
        List<Attribute> more = new ArrayList<>(inner);
        more.add(added);
        if (inode.attributesRoom() >= 8 && AttributeRegion.ofInode(inode).fits(more)) {
            writeInode(more);
        } else {
            writeInode(inner);
            outer.add(added);
        }
        writeBlock(outer);
    }

    /** ENODATA. */
    void remove(String name) throws Errno {
        Attribute gone = Attribute.of(name, null);
        if (!exists(gone)) {
            throw Errno.ENODATA;
        }
        writeInode(without(inInode(), gone));
        writeBlock(without(inBlock(), gone));
    }

    private static List<Attribute> without(List<Attribute> all, Attribute gone) {
        List<Attribute> rest = new ArrayList<>(all);
        rest.removeIf(gone::sameName);
        return rest;
    }

    private void writeInode(List<Attribute> all) {
        if (!hasRegion() && all.isEmpty()) {
            return;
        }
        volume.edit(inode);
        inode.buffer.put32(inode.attributesBase(), all.isEmpty() ? 0 : AttributeRegion.MAGIC);
        AttributeRegion.ofInode(inode).write(all);
    }

    private void writeBlock(List<Attribute> all) throws Errno {
        if (all.isEmpty()) {
            release();
            return;
        }
        if (inode.attributeBlock() == 0 || block().references() > 1) {
            Buffer fresh = volume.blocks().allocateMetadata(inode);
            if (!AttributeRegion.ofBlock(fresh).fits(all)) {
                throw Errno.ENOSPC;
            }
            release();
            new AttributeBlock(fresh).format();
            inode.setAttributeBlock(fresh.block);
            inode.addBlocks(1, volume.superblock().blockSize);
        }
        Buffer buffer = volume.cache().read(inode.attributeBlock());
        if (!AttributeRegion.ofBlock(buffer).fits(all)) {
            throw Errno.ENOSPC;
        }
        volume.cache().modify(buffer);
        AttributeRegion.ofBlock(buffer).write(all);
        new AttributeBlock(buffer).seal(volume.seed(), volume.superblock().checksums());
    }

    /** Lets go of the block, which is freed unless others use it. */
    void release() throws Errno {
        volume.edit(inode);
        if (inode.attributeBlock() == 0) {
            return;
        }
        AttributeBlock block = block();
        if (block.references() > 1) {
            volume.cache().modify(block.buffer);
            block.setReferences(block.references() - 1);
            block.seal(volume.seed(), volume.superblock().checksums());
        } else {
            volume.blocks().freeMetadata(block.buffer.block);
        }
        inode.setAttributeBlock(0);
        inode.addBlocks(-1, volume.superblock().blockSize);
    }
}
