package dev.kenari.vfs.ext4;

import java.nio.ByteBuffer;

/** The header that descriptor, commit and revoke blocks begin with, and the checksums that they end with or hold. */
final class JournalBlock {
    static final int DESCRIPTOR = 1;
    static final int COMMIT = 2;
    static final int REVOKE = 5;

    /** Of a commit block. */
    static final int COMMIT_CHECKSUM = 0x10;

    static final int COMMIT_SECONDS = 0x30;
    static final int COMMIT_NANOS = 0x38;

    /** Of a revoke block: how many bytes are in use. */
    static final int REVOKE_COUNT = 0xC;

    static final int REVOKE_HEADER = 0x10;

    private JournalBlock() {}

    static ByteBuffer create(int blockSize, int type, int sequence) {
        return ByteBuffer.allocate(blockSize).putInt(JournalSuperblock.MAGIC).putInt(type).putInt(sequence);
    }

    /** The type of a block that belongs to transaction {@code sequence}; 0 if it doesn't. */
    static int type(byte[] block, int sequence) {
        ByteBuffer in = ByteBuffer.wrap(block);
        return in.getInt(0) == JournalSuperblock.MAGIC && in.getInt(8) == sequence ? in.getInt(4) : 0;
    }

    /** Where the checksum of a block of this type is. */
    private static int checksumAt(int type, int blockSize) {
        return type == COMMIT ? COMMIT_CHECKSUM : blockSize - JournalTag.TAIL_BYTES;
    }

    private static int checksum(byte[] block, int type, int seed) {
        byte[] copy = block.clone();
        ByteBuffer.wrap(copy).putInt(checksumAt(type, block.length), 0);
        return Crc32c.of(seed, copy);
    }

    static void seal(ByteBuffer block, int type, int seed) {
        block.putInt(checksumAt(type, block.capacity()), checksum(block.array(), type, seed));
    }

    static boolean sealed(byte[] block, int type, int seed) {
        return ByteBuffer.wrap(block).getInt(checksumAt(type, block.length)) == checksum(block, type, seed);
    }

    /** Of a block in the log, for its tag. */
    static int dataChecksum(byte[] block, int sequence, int seed) {
        return Crc32c.of(Crc32c.ofInt(seed, Integer.reverseBytes(sequence)), block);
    }
}
