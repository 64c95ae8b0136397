package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.drivers.BlockWrite;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The running transaction, and what earlier ones committed that is not yet in its place. There is one at a time: a commit waits for no
 * operation, since operations exclude each other. Without a journal a commit writes the blocks to their places.
 */
final class Transaction {
    /** Whether the log holds what may not survive a loss of power. */
    private boolean unstable;
    private final BlockDevice device;
    private final int blockSize;
    private Journal journal;
    private final Map<Long, Buffer> running = new LinkedHashMap<>();
    private final Set<Long> revoked = new HashSet<>();
    /** By group: freed blocks, which the last commit still uses. */
    private final Map<Integer, BitSet> freed = new HashMap<>();
    /** Inodes changed; the value says whether what fdatasync(2) wants changed. */
    private final Map<Integer, Boolean> inodes = new HashMap<>();
    /** Committed, but not in its place. */
    private final Map<Long, byte[]> pending = new LinkedHashMap<>();

    Transaction(BlockDevice device, int blockSize) {
        this.device = device;
        this.blockSize = blockSize;
    }

    void setJournal(Journal journal) {
        this.journal = journal;
    }

    /** The content of a block that is committed, but not in its place; null if it is there. */
    byte[] pending(long block) {
        return pending.get(block);
    }

    boolean holds(Buffer buffer) {
        return running.get(buffer.block) == buffer;
    }

    void join(Buffer buffer) {
        running.put(buffer.block, buffer);
    }

    void revoke(long block) {
        running.remove(block);
        revoked.add(block);
    }

    void noteInode(int inode, boolean data) {
        inodes.merge(inode, data, Boolean::logicalOr);
    }

    /** Whether fsync(2) of the inode has to commit. */
    boolean changed(int inode, boolean dataOnly) {
        Boolean data = inodes.get(inode);
        return data != null && (data || !dataOnly);
    }

    /** The blocks of a group that may not be allocated before the commit. */
    BitSet freed(int group) {
        return freed.computeIfAbsent(group, g -> new BitSet());
    }

    boolean hasFreed() {
        for (BitSet blocks : freed.values()) {
            if (!blocks.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return running.isEmpty() && revoked.isEmpty();
    }

    /** How many blocks a transaction should not exceed, one operation's worth excepted. */
    private int limit() {
        return journal == null ? 4096 : journal.capacity() / 4;
    }

    boolean isLarge() {
        return running.size() + revoked.size() / 64 > limit() / 2;
    }

    /** Makes the transaction, and all data written before, stable, or without {@code stable} only writes it. */
    void commit(long now, boolean stable) throws Errno {
        if (isEmpty()) {
            inodes.clear();
            device.flush();
            return;
        }
        if (journal == null) {
            device.write(writes(running));
            if (stable) {
                device.flush();
            }
        } else {
            int cost = journal.cost(running.size(), revoked.size());
            if (cost > journal.free()) {
                checkpoint();
            }
            if (cost > journal.free()) {
                throw Errno.ENOSPC;
            }
            journal.commit(running.values(), revoked, now, stable);
            unstable |= !stable;
            revoked.forEach(pending::remove);
            running.forEach((block, buffer) -> pending.put(block, buffer.bytes()));
        }
        running.clear();
        revoked.clear();
        freed.clear();
        inodes.clear();
    }

    private List<BlockWrite> writes(Map<Long, Buffer> blocks) {
        List<BlockWrite> writes = new ArrayList<>();
        blocks.forEach((block, buffer) -> writes.add(write(block, buffer.bytes())));
        return writes;
    }

    private BlockWrite write(long block, byte[] bytes) {
        return new BlockWrite(block * (blockSize / BlockDevice.SECTOR), bytes);
    }

    /** Writes what was committed to its place and empties the log. */
    void checkpoint() throws Errno {
        if (journal == null || pending.isEmpty()) {
            return;
        }
        if (unstable) {
            device.flush();
            unstable = false;
        }
        List<BlockWrite> writes = new ArrayList<>();
        pending.forEach((block, bytes) -> writes.add(write(block, bytes)));
        device.write(writes);
        device.flush();
        pending.clear();
        journal.emptied();
    }
}
