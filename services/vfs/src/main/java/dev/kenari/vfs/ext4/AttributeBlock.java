package dev.kenari.vfs.ext4;

/** The header of a block of extended attributes, which several inodes may share. */
final class AttributeBlock {
    static final int HEADER = 32;
    private static final int REFERENCES = 4;
    private static final int BLOCKS = 8;
    private static final int HASH = 12;
    private static final int CHECKSUM = 16;

    final Buffer buffer;

    AttributeBlock(Buffer buffer) {
        this.buffer = buffer;
    }

    void format() {
        buffer.put32(0, AttributeRegion.MAGIC);
        buffer.put32(REFERENCES, 1);
        buffer.put32(BLOCKS, 1);
    }

    boolean sane() {
        return buffer.s32(0) == AttributeRegion.MAGIC && buffer.s32(BLOCKS) == 1 && references() > 0;
    }

    int references() {
        return buffer.s32(REFERENCES);
    }

    void setReferences(int count) {
        buffer.put32(REFERENCES, count);
    }

    private int checksum(int seed) {
        byte[] copy = buffer.bytes().clone();
        for (int i = 0; i < 4; i++) {
            copy[CHECKSUM + i] = 0;
        }
        return Crc32c.of(Crc32c.ofLong(seed, buffer.block), copy);
    }

    boolean sealed(int seed) {
        return buffer.s32(CHECKSUM) == checksum(seed);
    }

    void seal(int seed, boolean checksums) {
        buffer.put32(HASH, AttributeRegion.ofBlock(buffer).hash());
        buffer.put32(CHECKSUM, checksums ? checksum(seed) : 0);
    }
}
