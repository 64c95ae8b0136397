package dev.kenari.bench.domain;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/** What a file system does for a look-up: parses a directory block, fills a cache of entries, hashes names, sums a block. */
public final class DirectoryWork implements IntUnaryOperator {
    private static final int BLOCK = 4096;
    private static final int ENTRIES = 100;

    private record Entry(int inode, int type, String name) {}

    private final byte[] block = new byte[BLOCK];
    private final ByteBuffer fields = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);

    public DirectoryWork() {
        int at = 0;
        for (int i = 0; i < ENTRIES; i++) {
            byte[] name = ("file-" + i).getBytes(StandardCharsets.UTF_8);
            fields.putInt(at, i + 11);
            fields.putShort(at + 4, (short) (8 + name.length));
            fields.put(at + 6, (byte) name.length);
            System.arraycopy(name, 0, block, at + 8, name.length);
            at += 8 + name.length;
        }
    }

    private List<Entry> parse() {
        List<Entry> entries = new ArrayList<>();
        int at = 0;
        while (at < BLOCK && fields.getInt(at) != 0) {
            int length = fields.get(at + 6);
            entries.add(new Entry(fields.getInt(at), fields.get(at + 7), new String(block, at + 8, length, StandardCharsets.UTF_8)));
            at += fields.getShort(at + 4);
        }
        return entries;
    }

    private int checksum(int seed) {
        int sum = seed;
        for (byte b : block) {
            sum = Integer.rotateLeft(sum, 5) ^ b * 0x9e3779b9;
        }
        return sum;
    }

    @Override
    public int applyAsInt(int seed) {
        Map<String, Entry> cache = new HashMap<>();
        for (Entry entry : parse()) {
            cache.put(entry.name(), entry);
        }
        int found = 0;
        for (int i = 0; i < ENTRIES; i += 3) {
            Entry entry = cache.get("file-" + (i + seed) % ENTRIES);
            found += entry == null ? 0 : entry.inode();
        }
        return found ^ checksum(seed);
    }
}
