package dev.kenari.vfs.ext4;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A block of directory entries (kernel documentation, "Linear (Classic) Directories"): entries one after the other that fill the block,
 * and a checksum behind them.
 */
final class DirectoryBlock {
    /** An entry in use. */
    record Slot(int offset, int inode, int type, String name) {}

    static final int HEADER = 8;
    private static final int TAIL = 12;
    private static final int TAIL_TYPE = 0xDE;

    final Buffer buffer;
    /** Where entries begin and end: an inode's inline entries are only part of a block. */
    private final int from;

    private final int end;
    private final boolean types;

    /** @param checksums whether the block has a tail; @param types whether entries say what they name */
    DirectoryBlock(Buffer buffer, boolean checksums, boolean types) {
        this(buffer, 0, buffer.size() - (checksums ? TAIL : 0), types);
    }

    DirectoryBlock(Buffer buffer, int from, int end, boolean types) {
        this.buffer = buffer;
        this.from = from;
        this.end = end;
        this.types = types;
    }

    private int length(int offset) {
        return buffer.u16(offset + 4);
    }

    private int nameLength(int offset) {
        return types ? buffer.u8(offset + 6) : buffer.u16(offset + 6);
    }

    /** Bytes that an entry with such a name needs. */
    static int need(int nameLength) {
        return HEADER + nameLength + 3 & ~3;
    }

    private int inUse(int offset) {
        return buffer.s32(offset) == 0 ? 0 : need(nameLength(offset));
    }

    /** Whether entries follow each other up to the end. */
    boolean sane() {
        int at = from;
        while (at < end) {
            if (end - at < TAIL
                    || length(at) < TAIL
                    || length(at) % 4 != 0
                    || length(at) > end - at
                    || need(nameLength(at)) > length(at)) {
                return false;
            }
            at += length(at);
        }
        return at == end;
    }

    List<Slot> slots() {
        List<Slot> slots = new ArrayList<>();
        for (int at = from; at < end; at += length(at)) {
            if (buffer.s32(at) != 0) {
                slots.add(slot(at));
            }
        }
        return slots;
    }

    private Slot slot(int offset) {
        String name = new String(
                buffer.bytes(), offset + HEADER, nameLength(offset), StandardCharsets.ISO_8859_1);
        return new Slot(offset, buffer.s32(offset), types ? buffer.u8(offset + 7) & 7 : 0, name);
    }

    /** The entry of that name; null if there is none. */
    Slot find(String name) {
        for (int at = from; at < end; at += length(at)) {
            if (buffer.s32(at) != 0 && nameLength(at) == name.length()) {
                Slot slot = slot(at);
                if (slot.name.equals(name)) {
                    return slot;
                }
            }
        }
        return null;
    }

    /** Adds an entry; false if there is no room. */
    boolean insert(String name, int inode, int type) {
        int needed = need(name.length());
        for (int at = from; at < end; at += length(at)) {
            int used = inUse(at);
            if (length(at) - used >= needed) {
                int rest = length(at) - used;
                if (used > 0) {
                    buffer.put16(at + 4, used);
                }
                put(at + used, rest, name, inode, type);
                return true;
            }
        }
        return false;
    }

    private void put(int at, int length, String name, int inode, int type) {
        buffer.put32(at, inode);
        buffer.put16(at + 4, length);
        buffer.put16(at + 6, name.length() | (types ? type << 8 : 0));
        buffer.put(at + HEADER, name.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The entry's room goes to the one before. */
    void remove(int offset) {
        int before = -1;
        for (int at = from; at < offset; at += length(at)) {
            before = at;
        }
        if (before >= 0) {
            buffer.put16(before + 4, length(before) + length(offset));
        } else {
            buffer.put32(offset, 0);
        }
    }

    void point(int offset, int inode, int type) {
        buffer.put32(offset, inode);
        if (types) {
            buffer.put8(offset + 7, type);
        }
    }

    /** Entries that follow each other; the last has the rest of the block. They fit. */
    void format(List<Slot> slots) {
        buffer.zero(from, buffer.size() - from);
        int at = from;
        for (Slot slot : slots) {
            int length = slot == slots.getLast() ? end - at : need(slot.name.length());
            put(at, length, slot.name, slot.inode, slot.type);
            at += length;
        }
        if (slots.isEmpty()) {
            buffer.put16(from + 4, end - from);
        }
    }

    boolean sealed(int seed) {
        return buffer.s32(end) == 0
                && length(end) == TAIL
                && buffer.u16(end + 6) == TAIL_TYPE << 8
                && buffer.s32(end + HEADER) == Crc32c.of(seed, buffer.bytes(), 0, end);
    }

    void seal(int seed) {
        buffer.put32(end, 0);
        buffer.put16(end + 4, TAIL);
        buffer.put16(end + 6, TAIL_TYPE << 8);
        buffer.put32(end + HEADER, Crc32c.of(seed, buffer.bytes(), 0, end));
    }
}
