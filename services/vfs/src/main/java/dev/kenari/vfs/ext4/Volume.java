package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.drivers.BlockWrite;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.sync.Mutex;
import dev.kenari.machine.sync.LockRank;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A mounted ext4 file system: its metadata and the operations on it, which exclude each other (ADR 8). Within an operation inodes and group
 * descriptors are views on cached blocks; they are not kept beyond it. An operation that changes something happens wholly or,
 * when it throws, not at all.
 */
final class Volume {
    /** Part of an operation. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws Errno;
    }

    private final Environment environment;
    private final BlockDevice device;
    private final Superblock superblock;
    private final int seed;
    private final BlockCache cache;
    private final Transaction transaction;
    private final BlockAllocator blocks;
    private final InodeAllocator inodes;
    private final Orphans orphans;
    private final Mutex mutex = new Mutex(LockRank.FILE_SYSTEM);
    private final Map<Integer, Ext4Inode> inodeViews = new HashMap<>();
    private final Map<Integer, GroupDescriptor> groupViews = new HashMap<>();
    private final Map<Integer, Ext4Inode> editedInodes = new LinkedHashMap<>();
    private final Map<Integer, GroupDescriptor> editedGroups = new LinkedHashMap<>();
    private final boolean remountsAfterErrors;
    /** Whether each change is in the log before it is replied to: what another instance of this service starts from. */
    private final boolean logsEach;
    private boolean superblockEdited;
    private boolean readOnly = true;
    private boolean failed;

    /** Nothing but the superblock is read yet. @param torn as {@link Superblock} */
    Volume(Environment environment, BlockDevice device, MountOptions options, boolean torn) throws Errno {
        this.environment = environment;
        this.device = device;
        this.logsEach = environment.restarts();
        long bytes = device.sectors() * BlockDevice.SECTOR;
        if (bytes < 2L * Superblock.OFFSET) {
            throw Errno.EINVAL;
        }
        byte[] first = device.read(Superblock.OFFSET / BlockDevice.SECTOR, Superblock.SIZE);
        Superblock probe = new Superblock(new Buffer(0, first), bytes, torn);
        transaction = new Transaction(device, probe.blockSize);
        cache = new BlockCache(device, probe.blockSize, probe.blocks, transaction);
        superblock = new Superblock(cache.read(probe.firstDataBlock), bytes, torn);
        seed = superblock.checksumSeed();
        Bitmaps bitmaps = new Bitmaps(this);
        blocks = new BlockAllocator(this, bitmaps);
        inodes = new InodeAllocator(this, bitmaps);
        orphans = new Orphans(this);
        Boolean remount = options.remountAfterErrors();
        remountsAfterErrors = remount == null ? superblock.remountsAfterErrors() : remount;
    }

    BlockDevice device() {
        return device;
    }

    Superblock superblock() {
        return superblock;
    }

    /** Where metadata checksums begin. */
    int seed() {
        return seed;
    }

    BlockCache cache() {
        return cache;
    }

    Transaction transaction() {
        return transaction;
    }

    BlockAllocator blocks() {
        return blocks;
    }

    InodeAllocator inodes() {
        return inodes;
    }

    Orphans orphans() {
        return orphans;
    }

    /** Whether changes are refused: as mounted, or after an error. */
    boolean readOnly() {
        return readOnly;
    }

    void setReadOnly(boolean value) {
        readOnly = value || failed;
    }

    /** Looks at metadata. */
    <T> T look(Work<T> work) throws Errno {
        mutex.lock();
        try {
            cache.trim();
            return work.run();
        } catch (Errno e) {
            note(e);
            throw e;
        } finally {
            leave();
        }
    }

    /** Changes metadata. The work may be run twice: after a commit there may be space where there was none. */
    <T> T change(Work<T> work) throws Errno {
        mutex.lock();
        try {
            cache.trim();
            if (readOnly) {
                throw Errno.EROFS;
            }
            if (transaction.isLarge()) {
                commitNow();
            }
            try {
                return logged(attempt(work));
            } catch (Errno e) {
                if (e != Errno.ENOSPC || !transaction.hasFreed()) {
                    throw e;
                }
                commitNow();
                return logged(attempt(work));
            }
        } catch (Errno e) {
            note(e);
            throw e;
        } finally {
            leave();
        }
    }

    private <T> T logged(T result) throws Errno {
        if (logsEach && !transaction.isEmpty()) {
            commitNow(false);
        }
        return result;
    }

    /** As {@link #change}, for pages whose blocks were set aside. */
    <T> T writeBack(Work<T> work) throws Errno {
        return change(() -> {
            blocks.spend(true);
            try {
                return work.run();
            } finally {
                blocks.spend(false);
            }
        });
    }

    private <T> T attempt(Work<T> work) throws Errno {
        boolean done = false;
        try {
            T result = work.run();
            editedInodes.values().forEach(inode -> {
                if (superblock.checksums()) {
                    inode.seal(seed);
                }
            });
            editedGroups.values().forEach(group -> {
                if (superblock.checksums()) {
                    group.seal(seed);
                }
            });
            if (superblockEdited) {
                superblock.seal();
            }
            done = true;
            return result;
        } finally {
            forgetViews();
            if (done) {
                cache.end();
            } else {
                cache.undo();
            }
        }
    }

    private void forgetViews() {
        inodeViews.clear();
        groupViews.clear();
        editedInodes.clear();
        editedGroups.clear();
        superblockEdited = false;
    }

    private void leave() {
        forgetViews();
        mutex.unlock();
    }

    /** Makes everything changed so far stable. */
    void commit() throws Errno {
        mutex.lock();
        try {
            if (readOnly) {
                if (failed) {
                    throw Errno.EROFS;
                }
                return;
            }
            commitNow();
        } finally {
            mutex.unlock();
        }
    }

    /** As {@link #commit}, if the inode has changes that are not stable; else only what was written to it is made so. */
    void commitInode(int inode, boolean dataOnly) throws Errno {
        mutex.lock();
        try {
            if (failed) {
                throw Errno.EROFS;
            }
            if (!readOnly && transaction.changed(inode, dataOnly)) {
                commitNow();
            } else {
                device.flush();
            }
        } finally {
            mutex.unlock();
        }
    }

    private void commitNow() throws Errno {
        commitNow(true);
    }

    /** @param stable whether it has to survive a loss of power */
    private void commitNow(boolean stable) throws Errno {
        try {
            transaction.commit(environment.realtime(), stable);
        } catch (Errno e) {
            abort("commit failed: " + e);
            throw e;
        }
    }

    /** Commits, and leaves the log empty. */
    void checkpoint() throws Errno {
        mutex.lock();
        try {
            commitNow();
            transaction.checkpoint();
        } finally {
            mutex.unlock();
        }
    }

    /** The superblock's sums of what is free may be old: the groups know. Part of an operation. */
    void countFree() throws Errno {
        long free = 0;
        long freeInodes = 0;
        for (int i = 0; i < superblock.groups; i++) {
            GroupDescriptor group = group(i);
            free += group.freeBlocks();
            freeInodes += group.freeInodes();
        }
        superblock.setFreeBlocks(free);
        superblock.setFreeInodes((int) freeInodes);
    }

    /** Commits a change of the superblock and writes it to its place: if that is cut off, the log has it still. */
    void writeSuperblock(Work<?> work) throws Errno {
        boolean was = readOnly;
        readOnly = false;
        try {
            change(() -> {
                editSuperblock();
                return work.run();
            });
        } finally {
            readOnly = was;
        }
        mutex.lock();
        try {
            commitNow();
        } finally {
            mutex.unlock();
        }
        Buffer buffer = superblock.buffer();
        int sectors = superblock.blockSize / BlockDevice.SECTOR;
        device.write(List.of(new BlockWrite(buffer.block * sectors, buffer.bytes())));
        device.flush();
    }

    /** Inode {@code number}, whatever it holds. */
    Ext4Inode inode(int number) throws Errno {
        Ext4Inode known = inodeViews.get(number);
        if (known != null) {
            return known;
        }
        if (number < 1 || number > superblock.inodes) {
            throw corrupt("there is no inode " + number);
        }
        int index = (number - 1) % superblock.inodesPerGroup;
        int perBlock = superblock.blockSize / superblock.inodeSize;
        long block = group((number - 1) / superblock.inodesPerGroup).inodeTable() + index / perBlock;
        Ext4Inode inode = new Ext4Inode(
                number, cache.read(block), index % perBlock * superblock.inodeSize, superblock.inodeSize);
        inodeViews.put(number, inode);
        return inode;
    }

    /** An inode that is in use, or was until the last name went. */
    Ext4Inode used(int number) throws Errno {
        Ext4Inode inode = inode(number);
        if (!editedInodes.containsKey(number)) {
            if (superblock.checksums() && !inode.sealed(seed)) {
                throw badChecksum("inode " + number);
            }
            int extra = inode.extraSize();
            if (inode.mode() == 0 || extra % 4 != 0 || inode.attributesRoom() < 0 || inode.size() < 0) {
                throw corrupt("inode " + number + " makes no sense");
            }
        }
        return inode;
    }

    /** The inode will be changed in this operation. */
    Ext4Inode edit(Ext4Inode inode) {
        cache.modify(inode.buffer);
        editedInodes.put(inode.number, inode);
        transaction.noteInode(inode.number, true);
        return inode;
    }

    /** As {@link #edit}, for what fdatasync(2) need not make stable. */
    Ext4Inode editTimes(Ext4Inode inode) {
        cache.modify(inode.buffer);
        editedInodes.put(inode.number, inode);
        transaction.noteInode(inode.number, false);
        return inode;
    }

    GroupDescriptor group(int number) throws Errno {
        GroupDescriptor known = groupViews.get(number);
        if (known != null) {
            return known;
        }
        Buffer buffer = cache.read(superblock.descriptorBlock(number));
        int perBlock = superblock.blockSize / superblock.descriptorSize;
        GroupDescriptor group = new GroupDescriptor(
                number, buffer, number % perBlock * superblock.descriptorSize, superblock.descriptorSize);
        if (superblock.checksums() && !group.sealed(seed)) {
            throw badChecksum("descriptor of group " + number);
        }
        int tableBlocks = superblock.inodesPerGroup / (superblock.blockSize / superblock.inodeSize);
        if (!inside(group.blockBitmap(), 1) || !inside(group.inodeBitmap(), 1) || !inside(group.inodeTable(), tableBlocks)) {
            throw corrupt("descriptor of group " + number);
        }
        groupViews.put(number, group);
        return group;
    }

    private boolean inside(long block, int count) {
        return block > superblock.firstDataBlock && block <= superblock.blocks - count;
    }

    void edit(GroupDescriptor group) {
        cache.modify(group.buffer);
        editedGroups.put(group.number, group);
    }

    Superblock editSuperblock() {
        cache.modify(superblock.buffer());
        superblockEdited = true;
        return superblock;
    }

    long now() {
        return environment.realtime();
    }

    /** For generations of inodes. */
    int random() {
        return ByteBuffer.wrap(environment.random(Integer.BYTES)).getInt();
    }

    /** The file system contradicts itself; to be thrown. */
    Errno corrupt(String what) {
        environment.warnOnce("EXT4-fs error (device " + device.name() + "): " + what);
        return Errno.EUCLEAN;
    }

    Errno badChecksum(String what) {
        environment.warnOnce("EXT4-fs error (device " + device.name() + "): bad checksum: " + what);
        return Errno.EBADMSG;
    }

    private void note(Errno e) {
        boolean damage = e == Errno.EUCLEAN || e == Errno.EBADMSG || e == Errno.EIO;
        if (!damage || readOnly) {
            return;
        }
        if (remountsAfterErrors) {
            abort("errors=remount-ro");
        }
    }

    /** No more changes: what was not committed is lost. */
    private void abort(String why) {
        if (!failed) {
            failed = true;
            readOnly = true;
            environment.log(3, "EXT4-fs (" + device.name() + "): remounting read-only: " + why);
        }
    }
}
