package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The first block of a log (kernel documentation, "Journal (jbd2)", superblock). All of jbd2 is big-endian. */
final class JournalSuperblock {
    static final int MAGIC = 0xC03B_3998;

    static final int CHECKSUM_COMPAT = 1;
    static final int INCOMPAT_REVOKE = 1;
    static final int INCOMPAT_64BIT = 2;
    static final int INCOMPAT_CSUM_V2 = 8;
    static final int INCOMPAT_CSUM_V3 = 0x10;
    private static final int KNOWN_INCOMPAT = INCOMPAT_REVOKE | INCOMPAT_64BIT | INCOMPAT_CSUM_V2 | INCOMPAT_CSUM_V3;

    private static final int VERSION_2 = 4;
    private static final int CRC32C_TYPE = 4;
    private static final int MIN_BLOCKS = 64;

    private static final int BLOCK_TYPE = 0x4;
    private static final int BLOCK_SIZE = 0xC;
    private static final int MAX_LENGTH = 0x10;
    private static final int FIRST = 0x14;
    private static final int SEQUENCE = 0x18;
    private static final int START = 0x1C;
    private static final int FEATURE_COMPAT = 0x24;
    private static final int FEATURE_INCOMPAT = 0x28;
    private static final int FEATURE_RO_COMPAT = 0x2C;
    private static final int UUID = 0x30;
    private static final int CHECKSUM_TYPE = 0x50;
    private static final int CHECKSUM = 0xFC;
    private static final int SIZE = 0x400;

    private final ByteBuffer block;

    /** @param blocks that the log has room for; EINVAL for what is unknown, EUCLEAN for what makes no sense */
    JournalSuperblock(byte[] bytes, int blockSize, long blocks) throws Errno {
        block = ByteBuffer.wrap(bytes);
        if (block.getInt(0) != MAGIC || block.getInt(BLOCK_TYPE) != VERSION_2) {
            throw Errno.EUCLEAN;
        }
        if ((block.getInt(FEATURE_INCOMPAT) & ~KNOWN_INCOMPAT) != 0 || block.getInt(FEATURE_RO_COMPAT) != 0) {
            throw Errno.EINVAL;
        }
        if (checksums() && (bytes[CHECKSUM_TYPE] != CRC32C_TYPE || block.getInt(CHECKSUM) != checksum())) {
            throw Errno.EBADMSG;
        }
        long length = block.getInt(MAX_LENGTH) & 0xFFFF_FFFFL;
        if (block.getInt(BLOCK_SIZE) != blockSize
                || length > blocks
                || length < MIN_BLOCKS
                || first() < 1
                || first() >= length
                || start() != 0 && (start() < first() || start() >= length)) {
            throw Errno.EUCLEAN;
        }
    }

    byte[] bytes() {
        return block.array().clone();
    }

    /** Blocks of the log, this one included. */
    int length() {
        return block.getInt(MAX_LENGTH);
    }

    /** The first block that holds transactions. */
    int first() {
        return block.getInt(FIRST);
    }

    /** Of the transaction at {@link #start}, or of the next one. */
    int sequence() {
        return block.getInt(SEQUENCE);
    }

    /** Where the oldest transaction that may have to be replayed begins; 0 if there is none. */
    int start() {
        return block.getInt(START);
    }

    void setTail(int start, int sequence) {
        block.putInt(START, start);
        block.putInt(SEQUENCE, sequence);
        block.putInt(CHECKSUM, checksums() ? checksum() : 0);
    }

    boolean has(int incompat) {
        return (block.getInt(FEATURE_INCOMPAT) & incompat) != 0;
    }

    /** Blocks of the log have checksums. */
    boolean checksums() {
        return has(INCOMPAT_CSUM_V2 | INCOMPAT_CSUM_V3);
    }

    /** Only while the log is empty. */
    void setFeatures(boolean wide, boolean checksums) {
        int features = INCOMPAT_REVOKE | (wide ? INCOMPAT_64BIT : 0) | (checksums ? INCOMPAT_CSUM_V3 : 0);
        block.putInt(FEATURE_INCOMPAT, features);
        block.putInt(FEATURE_COMPAT, block.getInt(FEATURE_COMPAT) & ~CHECKSUM_COMPAT);
        block.put(CHECKSUM_TYPE, (byte) (checksums ? CRC32C_TYPE : 0));
    }

    byte[] uuid() {
        return Arrays.copyOfRange(block.array(), UUID, UUID + JournalTag.UUID_BYTES);
    }

    /** Where the checksums of the log's blocks begin. */
    int seed() {
        return Crc32c.of(Crc32c.ONES, uuid());
    }

    private int checksum() {
        byte[] copy = block.array().clone();
        ByteBuffer.wrap(copy).putInt(CHECKSUM, 0);
        return Crc32c.of(Crc32c.ONES, copy, 0, SIZE);
    }
}
