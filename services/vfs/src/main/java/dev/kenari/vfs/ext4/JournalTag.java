package dev.kenari.vfs.ext4;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A descriptor block's entry: which block of the file system the next block of the log is.
 *
 * @param checksum of the sequence number and the block as it is in the log; of 16 bits in the older formats
 */
record JournalTag(long block, int flags, int checksum) {
    /** The block began with jbd2's magic number, which is replaced by 0 in the log. */
    static final int ESCAPED = 1;

    static final int SAME_UUID = 2;
    static final int LAST = 8;

    static final int UUID_BYTES = 16;
    static final int HEADER_BYTES = 12;
    static final int TAIL_BYTES = 4;

    /** How long a tag is, without a UUID. */
    static int bytes(JournalSuperblock superblock) {
        if (superblock.has(JournalSuperblock.INCOMPAT_CSUM_V3)) {
            return 16;
        }
        return 8
                + (superblock.has(JournalSuperblock.INCOMPAT_CSUM_V2) ? 2 : 0)
                + (superblock.has(JournalSuperblock.INCOMPAT_64BIT) ? 4 : 0);
    }

    /** The tags of a descriptor block. */
    static List<JournalTag> parse(byte[] descriptor, JournalSuperblock superblock) {
        ByteBuffer in = ByteBuffer.wrap(descriptor);
        List<JournalTag> tags = new ArrayList<>();
        int size = bytes(superblock);
        int end = descriptor.length - (superblock.checksums() ? TAIL_BYTES : 0);
        boolean wide = superblock.has(JournalSuperblock.INCOMPAT_64BIT);
        for (int at = HEADER_BYTES; at + size <= end; ) {
            JournalTag tag;
            if (superblock.has(JournalSuperblock.INCOMPAT_CSUM_V3)) {
                tag = new JournalTag(number(in, at, at + 8, wide), in.getInt(at + 4), in.getInt(at + 12));
            } else {
                tag = new JournalTag(number(in, at, at + 8, wide), in.getShort(at + 6), in.getShort(at + 4) & 0xFFFF);
            }
            tags.add(tag);
            if ((tag.flags & LAST) != 0) {
                break;
            }
            at += size + ((tag.flags & SAME_UUID) != 0 ? 0 : UUID_BYTES);
        }
        return tags;
    }

    private static long number(ByteBuffer in, int low, int high, boolean wide) {
        long number = in.getInt(low) & 0xFFFF_FFFFL;
        return wide ? number | (in.getInt(high) & 0xFFFF_FFFFL) << 32 : number;
    }

    /** Writes a tag of the newest format, or of the oldest where there are no checksums. */
    void put(ByteBuffer out, JournalSuperblock superblock) {
        out.putInt((int) block);
        if (superblock.checksums()) {
            out.putInt(flags).putInt((int) (block >>> 32)).putInt(checksum);
            return;
        }
        out.putShort((short) 0).putShort((short) flags);
        if (superblock.has(JournalSuperblock.INCOMPAT_64BIT)) {
            out.putInt((int) (block >>> 32));
        }
    }
}
