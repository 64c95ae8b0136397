package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The log of jbd2: transactions appended in order, and the tail from which recovery begins. What was committed is on stable storage when
 * {@link #commit} returns; so is all data written before.
 */
final class Journal {
    private final JournalLog log;
    private final JournalSuperblock superblock;
    private final int seed;
    private int sequence;
    private int head;
    private int used;

    /** A log without transactions. */
    private Journal(JournalLog log, JournalSuperblock superblock, int sequence) {
        this.log = log;
        this.superblock = superblock;
        this.seed = superblock.seed();
        this.sequence = sequence;
        this.head = superblock.first();
    }

    static JournalSuperblock superblock(JournalLog log) throws Errno {
        return new JournalSuperblock(log.read(0), log.blockSize(), log.length());
    }

    /** Replays the log if it is not empty. */
    static void recover(JournalLog log, JournalSuperblock superblock, long fileSystemBlocks) throws Errno {
        if (superblock.start() != 0) {
            superblock.setTail(0, new JournalRecovery(log, superblock, fileSystemBlocks).run());
            writeSuperblock(log, superblock);
        }
    }

    /** A recovered log, ready for transactions. */
    static Journal open(JournalLog log, JournalSuperblock superblock, boolean wide, boolean checksums) throws Errno {
        superblock.setFeatures(wide, checksums);
        Journal journal = new Journal(log, superblock, superblock.sequence());
        journal.emptied();
        return journal;
    }

    private static void writeSuperblock(JournalLog log, JournalSuperblock superblock) throws Errno {
        log.queue(0, superblock.bytes());
        log.send();
        log.flush();
    }

    /** Blocks that the log has room for now. */
    int free() {
        return capacity() - used;
    }

    int capacity() {
        return superblock.length() - superblock.first();
    }

    /** How many blocks of the log a transaction takes at most. */
    int cost(int blocks, int revoked) {
        int tags = tagsPerDescriptor();
        int revokes = revokesPerBlock();
        return blocks + (blocks + tags - 1) / tags + (revoked + revokes - 1) / revokes + 1;
    }

    private int tagsPerDescriptor() {
        int overhead = JournalTag.HEADER_BYTES + JournalTag.UUID_BYTES + JournalTag.TAIL_BYTES;
        return (log.blockSize() - overhead) / JournalTag.bytes(superblock);
    }

    private int revokeBytes() {
        return superblock.has(JournalSuperblock.INCOMPAT_64BIT) ? 8 : 4;
    }

    private int revokesPerBlock() {
        return (log.blockSize() - JournalBlock.REVOKE_HEADER - JournalTag.TAIL_BYTES) / revokeBytes();
    }

    /** Everything in the log is in its place, on stable storage: the tail moves up to the head. */
    void emptied() throws Errno {
        used = 0;
        superblock.setTail(head, sequence);
        writeSuperblock(log, superblock);
    }

    /** As {@link #emptied}, for good. */
    void close() throws Errno {
        superblock.setTail(0, sequence);
        writeSuperblock(log, superblock);
    }

    /**
     * @param nanos the time, since 1970
     * @param stable whether it has to survive a loss of power
     */
    void commit(Collection<Buffer> blocks, Collection<Long> revoked, long nanos, boolean stable) throws Errno {
        putRevokes(new ArrayList<>(revoked));
        List<Buffer> all = new ArrayList<>(blocks);
        int most = tagsPerDescriptor();
        for (int from = 0; from < all.size(); from += most) {
            putBlocks(all.subList(from, Math.min(from + most, all.size())));
        }
        log.send();
        if (stable) {
            log.flush();
        }
        ByteBuffer commit = JournalBlock.create(log.blockSize(), JournalBlock.COMMIT, sequence);
        commit.putLong(JournalBlock.COMMIT_SECONDS, nanos / 1_000_000_000);
        commit.putInt(JournalBlock.COMMIT_NANOS, (int) (nanos % 1_000_000_000));
        append(commit, JournalBlock.COMMIT);
        log.send();
        if (stable) {
            log.flush();
        }
        sequence++;
    }

    private void putRevokes(List<Long> revoked) {
        int most = revokesPerBlock();
        for (int from = 0; from < revoked.size(); from += most) {
            ByteBuffer block = JournalBlock.create(log.blockSize(), JournalBlock.REVOKE, sequence);
            List<Long> part = revoked.subList(from, Math.min(from + most, revoked.size()));
            block.putInt(JournalBlock.REVOKE_HEADER + part.size() * revokeBytes());
            for (long number : part) {
                if (revokeBytes() == 8) {
                    block.putLong(number);
                } else {
                    block.putInt((int) number);
                }
            }
            append(block, JournalBlock.REVOKE);
        }
    }

    private void putBlocks(List<Buffer> blocks) {
        ByteBuffer descriptor = JournalBlock.create(log.blockSize(), JournalBlock.DESCRIPTOR, sequence);
        List<byte[]> contents = new ArrayList<>();
        for (Buffer buffer : blocks) {
            byte[] content = buffer.bytes();
            int flags = contents.isEmpty() ? 0 : JournalTag.SAME_UUID;
            if (ByteBuffer.wrap(content).getInt(0) == JournalSuperblock.MAGIC) {
                content = content.clone();
                ByteBuffer.wrap(content).putInt(0, 0);
                flags |= JournalTag.ESCAPED;
            }
            contents.add(content);
            flags |= contents.size() == blocks.size() ? JournalTag.LAST : 0;
            int checksum = JournalBlock.dataChecksum(content, sequence, seed);
            new JournalTag(buffer.block, flags, checksum).put(descriptor, superblock);
            if (contents.size() == 1) {
                descriptor.put(superblock.uuid());
            }
        }
        append(descriptor, JournalBlock.DESCRIPTOR);
        contents.forEach(this::append);
    }

    private void append(ByteBuffer block, int type) {
        if (superblock.checksums()) {
            JournalBlock.seal(block, type, seed);
        }
        append(block.array());
    }

    private void append(byte[] block) {
        log.queue(head, block);
        used++;
        head = head + 1 == superblock.length() ? superblock.first() : head + 1;
    }
}
