package dev.kenari.image.tree;

import dev.kenari.image.Entry;
import dev.kenari.image.EntryType;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The list of an image's entries on disk, made to be read fast: one read, one pass.
 *
 * <pre>
 * magic       8 bytes "KNRIDX01"
 * crc         4 bytes, CRC-32C of all that follows
 * dataLength  8 bytes, the size of the tar that the offsets point into
 * count       4 bytes
 * count times: type u8, mode u16, uid u32, gid u32, mtime i64, size i64, offset i64, major u32, minor u32,
 *              path length u16, path, link length u16, link
 * </pre>
 *
 * Numbers are big-endian, texts are bytes.
 */
final class IndexFile {
    private static final long MAGIC = 0x4b4e524944583031L; // "KNRIDX01"
    private static final int HEADER = 8 + 4;
    private static final int FIXED = 1 + 2 + 4 + 4 + 8 + 8 + 8 + 4 + 4 + 2 + 2;
    private static final EntryType[] TYPES = EntryType.values();

    private IndexFile() {}

    /** What an index file holds. */
    record Contents(List<Entry> entries, long dataLength) {}

    static void write(Path file, List<Entry> entries, long dataLength) throws IOException {
        int length = HEADER + 8 + 4;
        for (Entry entry : entries) {
            length = Math.addExact(
                    length, FIXED + entry.path().length() + entry.linkTarget().length());
        }
        ByteBuffer buffer = ByteBuffer.allocate(length);
        buffer.putLong(MAGIC).putInt(0).putLong(dataLength).putInt(entries.size());
        for (Entry entry : entries) {
            buffer.put((byte) entry.type().ordinal()).putShort((short) entry.mode());
            buffer.putInt(entry.uid()).putInt(entry.gid()).putLong(entry.mtimeNanos());
            buffer.putLong(entry.size()).putLong(entry.offset());
            buffer.putInt(entry.major()).putInt(entry.minor());
            put(buffer, entry.path());
            put(buffer, entry.linkTarget());
        }
        buffer.putInt(8, crc(buffer.array()));
        Files.write(file, buffer.array());
    }

    /** @throws IOException if the file cannot be read or is damaged */
    static Contents read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            if (buffer.getLong() != MAGIC || buffer.getInt() != crc(bytes)) {
                throw new IOException("damaged index " + file);
            }
            long dataLength = buffer.getLong();
            int count = buffer.getInt();
            List<Entry> entries = new ArrayList<>(Math.clamp(count, 0, bytes.length / FIXED));
            for (int i = 0; i < count; i++) {
                entries.add(entry(buffer));
            }
            return new Contents(entries, dataLength);
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IOException("damaged index " + file, e);
        }
    }

    private static Entry entry(ByteBuffer buffer) {
        EntryType type = TYPES[buffer.get()];
        int mode = buffer.getShort() & 07777;
        int uid = buffer.getInt();
        int gid = buffer.getInt();
        long mtime = buffer.getLong();
        long size = buffer.getLong();
        long offset = buffer.getLong();
        int major = buffer.getInt();
        int minor = buffer.getInt();
        String path = text(buffer);
        return new Entry(path, type, mode, uid, gid, mtime, size, offset, text(buffer), major, minor);
    }

    private static void put(ByteBuffer buffer, String text) {
        buffer.putShort((short) text.length()).put(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(ByteBuffer buffer) {
        int length = buffer.getShort() & 0xffff;
        String text = new String(buffer.array(), buffer.position(), length, StandardCharsets.ISO_8859_1);
        buffer.position(buffer.position() + length);
        return text;
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, HEADER, Math.max(0, bytes.length - HEADER));
        return (int) crc.getValue();
    }
}
