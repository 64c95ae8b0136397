package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what getdents64(2) writes. */
final class Listing {
    private Listing() {}

    static List<DirectoryEntry> some(Files files, int fd, int size) throws Errno {
        int length = files.vfs.getdents64(files.client, fd, files.memory(0, size));
        byte[] raw = files.peek(0, length).getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer buffer = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        List<DirectoryEntry> entries = new ArrayList<>();
        for (int at = 0; at < length; ) {
            int next = at + buffer.getShort(at + 16);
            int end = at + 19;
            while (raw[end] != 0) {
                end++;
            }
            String name = new String(raw, at + 19, end - at - 19, StandardCharsets.ISO_8859_1);
            entries.add(new DirectoryEntry(buffer.getLong(at), buffer.getLong(at + 8), buffer.get(at + 18), name));
            at = next;
        }
        return entries;
    }

    static List<DirectoryEntry> all(Files files, int fd, int size) throws Errno {
        List<DirectoryEntry> entries = new ArrayList<>();
        for (List<DirectoryEntry> more = some(files, fd, size); !more.isEmpty(); more = some(files, fd, size)) {
            entries.addAll(more);
        }
        return entries;
    }
}
