package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The metadata blocks in memory, and the one operation that may be changing them. An operation that fails is undone here, so that no
 * other code has to take its changes back.
 */
final class BlockCache {
    private static final int CAPACITY = 8192;

    private final BlockDevice device;
    private final int blockSize;
    private final long blocks;
    private final Transaction transaction;
    private final LinkedHashMap<Long, Buffer> cached = new LinkedHashMap<>(256, 0.75f, true);
    /** What the operation changed, with the content before; null for a block that was not in use before. */
    private final Map<Buffer, byte[]> undo = new LinkedHashMap<>();

    private final Set<Long> forgotten = new HashSet<>();
    private final List<Runnable> undoings = new ArrayList<>();
    private final List<Runnable> completions = new ArrayList<>();

    BlockCache(BlockDevice device, int blockSize, long blocks, Transaction transaction) {
        this.device = device;
        this.blockSize = blockSize;
        this.blocks = blocks;
        this.transaction = transaction;
    }

    /** A block as it is now. EUCLEAN beyond the end of the file system. */
    Buffer read(long block) throws Errno {
        Buffer buffer = cached.get(block);
        if (buffer == null) {
            if (block < 0 || block >= blocks) {
                throw Errno.EUCLEAN;
            }
            byte[] bytes = transaction.pending(block);
            int sectors = blockSize / BlockDevice.SECTOR;
            buffer = new Buffer(block, bytes != null ? bytes : device.read(block * sectors, blockSize));
            cached.put(block, buffer);
        }
        return buffer;
    }

    /** A block that was free until now, as zeroes, to be written by this operation. */
    Buffer fresh(long block) {
        Buffer buffer = new Buffer(block, new byte[blockSize]);
        cached.put(block, buffer);
        undo.put(buffer, null);
        return buffer;
    }

    /** From here to the end of the operation the buffer may be changed. */
    void modify(Buffer buffer) {
        if (!undo.containsKey(buffer)) {
            byte[] before = buffer.bytes();
            undo.put(buffer, before);
            buffer.setBytes(before.clone());
        }
    }

    /** The block is free when the operation ends: what the log has of it must not be replayed. */
    void forget(long block) {
        forgotten.add(block);
    }

    /** What else to do if the operation is undone. */
    void onUndo(Runnable action) {
        undoings.add(action);
    }

    /** What else to do when the operation has ended well. */
    void onEnd(Runnable action) {
        completions.add(action);
    }

    /** The operation's changes become part of the transaction. */
    void end() {
        undo.keySet().forEach(transaction::join);
        for (long block : forgotten) {
            cached.remove(block);
            transaction.revoke(block);
        }
        List<Runnable> actions = List.copyOf(completions);
        clear();
        actions.forEach(Runnable::run);
    }

    /** Takes the operation's changes back. */
    void undo() {
        undo.forEach((buffer, before) -> {
            if (before == null) {
                cached.remove(buffer.block);
            } else {
                buffer.setBytes(before);
            }
        });
        undoings.forEach(Runnable::run);
        clear();
    }

    private void clear() {
        undo.clear();
        forgotten.clear();
        undoings.clear();
        completions.clear();
    }

    /** Between operations: lets go of what was not used for long. A transaction keeps its own buffers. */
    void trim() {
        var oldest = cached.entrySet().iterator();
        for (int tries = cached.size() - CAPACITY; tries > 0; tries--) {
            Buffer buffer = oldest.next().getValue();
            if (!transaction.holds(buffer)) {
                oldest.remove();
            }
        }
    }
}
