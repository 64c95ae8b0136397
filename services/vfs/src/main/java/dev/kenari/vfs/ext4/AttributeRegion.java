package dev.kenari.vfs.ext4;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where extended attributes are stored (kernel documentation, "Extended Attributes"): entries from the start, their values from the end.
 * The rest of an inode is one such region; a block is another, behind a header.
 */
final class AttributeRegion {
    static final int MAGIC = 0xEA02_0000;
    private static final int ENTRY = 16;

    private final Buffer buffer;
    /** The first entry. */
    private final int entries;
    /** What offsets of values count from. */
    private final int base;

    private final int end;
    private final boolean hashes;

    private AttributeRegion(Buffer buffer, int entries, int base, int end, boolean hashes) {
        this.buffer = buffer;
        this.entries = entries;
        this.base = base;
        this.end = end;
        this.hashes = hashes;
    }

    static AttributeRegion ofInode(Ext4Inode inode) {
        int first = inode.attributesBase() + 4;
        return new AttributeRegion(
                inode.buffer, first, first, inode.attributesBase() + inode.attributesRoom(), false);
    }

    static AttributeRegion ofBlock(Buffer block) {
        return new AttributeRegion(block, AttributeBlock.HEADER, 0, block.size(), true);
    }

    /** All attributes; null if they make no sense. */
    List<Attribute> read() {
        List<Attribute> all = new ArrayList<>();
        int at = entries;
        while (at + 4 <= end && buffer.s32(at) != 0) {
            int nameLength = buffer.u8(at);
            if (at + ENTRY + nameLength > end) {
                return null;
            }
            long offset = base + (long) buffer.u16(at + 2);
            long size = buffer.u32(at + 8);
            if (buffer.s32(at + 4) != 0 || size > 0 && (offset < entries || offset + size > end)) {
                return null;
            }
            String name = new String(buffer.bytes(), at + ENTRY, nameLength, StandardCharsets.ISO_8859_1);
            byte[] value = size == 0 ? new byte[0] : buffer.get((int) offset, (int) size);
            all.add(new Attribute(buffer.u8(at + 1), name, value));
            at += padded(ENTRY + nameLength);
        }
        return at + 4 <= end ? all : null;
    }

    /** Where the value of an attribute is; -1 if there is no such. */
    int find(int index, String name) {
        for (int at = entries; at + 4 <= end && buffer.s32(at) != 0; at += padded(ENTRY + buffer.u8(at))) {
            if (buffer.u8(at + 1) == index
                    && buffer.u8(at) == name.length()
                    && new String(buffer.bytes(), at + ENTRY, name.length(), StandardCharsets.ISO_8859_1).equals(name)) {
                return base + buffer.u16(at + 2);
            }
        }
        return -1;
    }

    private static int padded(int bytes) {
        return bytes + 3 & ~3;
    }

    boolean fits(List<Attribute> all) {
        int bytes = 4;
        for (Attribute attribute : all) {
            bytes += padded(ENTRY + attribute.name().length()) + padded(attribute.value().length);
        }
        return bytes <= end - entries;
    }

    /** Writes attributes that fit, in the order that Linux searches. */
    void write(List<Attribute> all) {
        buffer.zero(entries, end - entries);
        List<Attribute> sorted = new ArrayList<>(all);
        sorted.sort(AttributeRegion::compare);
        int at = entries;
        int values = end;
        for (Attribute attribute : sorted) {
            int size = attribute.value().length;
            values -= padded(size);
            buffer.put(values, attribute.value());
            buffer.put8(at, attribute.name().length());
            buffer.put8(at + 1, attribute.index());
            buffer.put16(at + 2, size == 0 ? 0 : values - base);
            buffer.put32(at + 8, size);
            buffer.put(at + ENTRY, attribute.name().getBytes(StandardCharsets.ISO_8859_1));
            buffer.put32(at + 12, hashes ? hash(attribute, values) : 0);
            at += padded(ENTRY + attribute.name().length());
        }
    }

    private int hash(Attribute attribute, int at) {
        int hash = 0;
        for (int i = 0; i < attribute.name().length(); i++) {
            hash = hash << 5 ^ hash >>> 27 ^ attribute.name().charAt(i);
        }
        for (int word = at; word < at + padded(attribute.value().length); word += 4) {
            hash = Integer.rotateLeft(hash, 16) ^ buffer.s32(word);
        }
        return hash;
    }

    /** Of all entries, for the header of a block. */
    int hash() {
        int hash = 0;
        for (int at = entries; at + 4 <= end && buffer.s32(at) != 0; at += padded(ENTRY + buffer.u8(at))) {
            if (buffer.s32(at + 12) == 0) {
                return 0;
            }
            hash = Integer.rotateLeft(hash, 16) ^ buffer.s32(at + 12);
        }
        return hash;
    }

    private static int compare(Attribute a, Attribute b) {
        if (a.index() != b.index()) {
            return Integer.compare(a.index(), b.index());
        }
        int byLength = Integer.compare(a.name().length(), b.name().length());
        return byLength != 0 ? byLength : a.name().compareTo(b.name());
    }
}
