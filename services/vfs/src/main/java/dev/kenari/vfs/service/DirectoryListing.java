package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.vfs.DirectoryEntry;
import dev.kenari.vfs.file.OpenFileDescription;

/** Entries in the form of getdents64(2): struct linux_dirent64, each aligned to 8 bytes. */
final class DirectoryListing {
    private static final int HEADER = 19;
    private static final int LARGEST_LISTING = 1 << 16;

    private final byte[] bytes;
    private int length;

    DirectoryListing(long capacity) {
        bytes = new byte[(int) Math.min(capacity, LARGEST_LISTING)];
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** @throws Errno EINVAL if not even the first entry fits */
    void fill(OpenFileDescription directory) throws Errno {
        for (DirectoryEntry entry = directory.entry(); entry != null; entry = directory.entry()) {
            int size = HEADER + entry.name().length() + 1 + 7 & ~7;
            if (length + size > bytes.length) {
                if (length == 0) {
                    throw Errno.EINVAL;
                }
                return;
            }
            put(entry, size);
            directory.taken(entry);
        }
    }

    @SuppressWarnings("deprecation")
    private void put(DirectoryEntry entry, int size) {
        putLong(length, entry.inode());
        putLong(length + 8, entry.cookie());
        bytes[length + 16] = (byte) size;
        bytes[length + 17] = (byte) (size >>> 8);
        bytes[length + 18] = (byte) entry.type();
        String name = entry.name();
        // One char is one byte: the method that drops the high halves is the right one.
        name.getBytes(0, name.length(), bytes, length + HEADER);
        length += size;
    }

    private void putLong(int at, long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[at + i] = (byte) (value >>> 8 * i);
        }
    }
}
