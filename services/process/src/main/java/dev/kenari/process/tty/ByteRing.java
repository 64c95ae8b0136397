package dev.kenari.process.tty;

/** Bytes in the order they came, up to a capacity. */
final class ByteRing {
    private final byte[] bytes;
    private int first;
    private int size;

    ByteRing(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    int room() {
        return bytes.length - size;
    }

    void clear() {
        size = 0;
    }

    /** Adds {@code length} bytes, at most {@link #room}. */
    void put(byte[] from, int offset, int length) {
        int at = (first + size) % bytes.length;
        int head = Math.min(length, bytes.length - at);
        System.arraycopy(from, offset, bytes, at, head);
        System.arraycopy(from, offset + head, bytes, 0, length - head);
        size += length;
    }

    /** The first {@code limit} bytes, or all if there are fewer. */
    byte[] peek(int limit) {
        byte[] some = new byte[Math.min(limit, size)];
        copy(some, 0, some.length);
        return some;
    }

    /** Removes the first {@code length} bytes, at most {@link #size}. */
    void drop(int length) {
        first = (first + length) % bytes.length;
        size -= length;
    }

    /** Moves the first {@code length} bytes, at most {@link #size}, into an array. */
    void take(byte[] into, int offset, int length) {
        copy(into, offset, length);
        drop(length);
    }

    private void copy(byte[] into, int offset, int length) {
        int head = Math.min(length, bytes.length - first);
        System.arraycopy(bytes, first, into, offset, head);
        System.arraycopy(bytes, 0, into, offset + head, length - head);
    }
}
