package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Replays the committed transactions of a log in three passes, as jbd2 does: find the end, collect what is revoked, write the rest to
 * its place. It may be cut off at any point and started again.
 */
final class JournalRecovery {
    private enum Pass {
        SCAN,
        REVOKE,
        REPLAY
    }

    private final JournalLog log;
    private final JournalSuperblock superblock;
    private final long fileSystemBlocks;
    private final int seed;
    /** Block to the last transaction that revoked it. */
    private final Map<Long, Integer> revoked = new HashMap<>();
    private int end;
    private boolean damaged;

    JournalRecovery(JournalLog log, JournalSuperblock superblock, long fileSystemBlocks) {
        this.log = log;
        this.superblock = superblock;
        this.fileSystemBlocks = fileSystemBlocks;
        this.seed = superblock.seed();
    }

    /**
     * Returns the sequence number that the next transaction gets.
     *
     * @throws Errno EUCLEAN if a transaction that was committed is damaged
     */
    int run() throws Errno {
        pass(Pass.SCAN);
        if (damaged) {
            throw Errno.EUCLEAN;
        }
        pass(Pass.REVOKE);
        pass(Pass.REPLAY);
        log.flush();
        if (damaged) {
            throw Errno.EUCLEAN;
        }
        return end + 1;
    }

    private void pass(Pass pass) throws Errno {
        int sequence = superblock.sequence();
        int at = superblock.start();
        boolean broken = false;
        for (int visited = 0; visited < superblock.length(); visited++) {
            if (pass != Pass.SCAN && sequence == end) {
                return;
            }
            byte[] block = log.read(at);
            at = next(at, 1);
            int type = JournalBlock.type(block, sequence);
            boolean good = !superblock.checksums() || type == 0 || JournalBlock.sealed(block, type, seed);
            switch (type) {
                case JournalBlock.DESCRIPTOR -> {
                    List<JournalTag> tags = JournalTag.parse(block, superblock);
                    if (pass == Pass.REPLAY) {
                        replay(tags, at, sequence);
                    }
                    at = next(at, tags.size());
                    visited += tags.size();
                    broken |= !good;
                }
                case JournalBlock.REVOKE -> {
                    if (pass == Pass.REVOKE && good) {
                        collect(block, sequence);
                    }
                    broken |= !good;
                }
                case JournalBlock.COMMIT -> {
                    if (!good) {
                        end = sequence;
                        return;
                    }
                    damaged |= broken;
                    broken = false;
                    sequence++;
                }
                default -> {
                    end = sequence;
                    return;
                }
            }
        }
        // Once around the ring without an end: the transaction that is not over has no commit block.
        end = sequence;
    }

    private int next(int at, int blocks) {
        int ring = superblock.length() - superblock.first();
        return superblock.first() + Math.floorMod(at - superblock.first() + blocks, ring);
    }

    private void collect(byte[] block, int sequence) {
        ByteBuffer in = ByteBuffer.wrap(block);
        boolean wide = superblock.has(JournalSuperblock.INCOMPAT_64BIT);
        int size = wide ? 8 : 4;
        int limit = Math.min(in.getInt(JournalBlock.REVOKE_COUNT), block.length);
        for (int at = JournalBlock.REVOKE_HEADER; at + size <= limit; at += size) {
            revoked.put(wide ? in.getLong(at) : in.getInt(at) & 0xFFFF_FFFFL, sequence);
        }
    }

    private void replay(List<JournalTag> tags, int first, int sequence) throws Errno {
        int at = first;
        for (JournalTag tag : tags) {
            Integer revokedBy = revoked.get(tag.block());
            // Sequence numbers wrap around.
            if (revokedBy == null || sequence - revokedBy > 0) {
                write(tag, log.read(at), sequence);
            }
            at = next(at, 1);
        }
    }

    private void write(JournalTag tag, byte[] block, int sequence) throws Errno {
        if (tag.block() < 0 || tag.block() >= fileSystemBlocks || !matches(tag, block, sequence)) {
            damaged = true;
            return;
        }
        if ((tag.flags() & JournalTag.ESCAPED) != 0) {
            ByteBuffer.wrap(block).putInt(0, JournalSuperblock.MAGIC);
        }
        log.writeHome(tag.block(), block);
    }

    private boolean matches(JournalTag tag, byte[] block, int sequence) {
        if (!superblock.checksums()) {
            return true;
        }
        int checksum = JournalBlock.dataChecksum(block, sequence, seed);
        boolean whole = superblock.has(JournalSuperblock.INCOMPAT_CSUM_V3);
        return tag.checksum() == (whole ? checksum : checksum & 0xFFFF);
    }
}
