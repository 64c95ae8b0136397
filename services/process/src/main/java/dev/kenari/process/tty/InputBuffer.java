package dev.kenari.process.tty;

/**
 * What was typed and not yet read: complete lines, and after them the line being edited. A byte may be marked as the end of a
 * line; a mark on a byte that stands for end-of-file is not part of what a reader gets.
 */
final class InputBuffer {
    static final int CAPACITY = 4096;

    private static final byte NONE = 0;
    private static final byte END_OF_LINE = 1;
    private static final byte END_OF_FILE = 2;

    private final byte[] bytes = new byte[CAPACITY];
    private final byte[] marks = new byte[CAPACITY];
    private int first;
    private int size;
    /** How many of the bytes belong to complete lines. */
    private int complete;

    int size() {
        return size;
    }

    int complete() {
        return complete;
    }

    boolean full() {
        return size == CAPACITY;
    }

    /** Length of the line being edited. */
    int editing() {
        return size - complete;
    }

    void add(int c) {
        int at = index(size++);
        bytes[at] = (byte) c;
        marks[at] = NONE;
    }

    /** Adds the character that ends a line. */
    void endLine(int c) {
        add(c);
        marks[index(size - 1)] = END_OF_LINE;
        complete = size;
    }

    /** Ends a line without a character. */
    void endFile() {
        add(0);
        marks[index(size - 1)] = END_OF_FILE;
        complete = size;
    }

    /** The byte at {@code i} of the line being edited. */
    int edited(int i) {
        return bytes[index(complete + i)] & 0xFF;
    }

    /** Shortens the line being edited. */
    void truncate(int length) {
        size = complete + length;
    }

    void clear() {
        size = 0;
        complete = 0;
    }

    /** Canonical mode begins: what is there can be read as one line. */
    void becomeLine() {
        for (int i = 0; i < size; i++) {
            marks[index(i)] = NONE;
        }
        complete = size;
        if (size > 0) {
            marks[index(size - 1)] = END_OF_LINE;
        }
    }

    /** Canonical mode ends: lines mean nothing any more. */
    void becomeBytes() {
        complete = 0;
    }

    /** Takes up to {@code length} bytes, in raw mode. */
    byte[] takeBytes(int length) {
        byte[] taken = copy(Math.min(length, size));
        drop(taken.length);
        return taken;
    }

    /** Takes the first line or its first {@code length} bytes. An end-of-file mark right behind them goes too. */
    byte[] takeLine(int length) {
        int n = 0;
        while (n < complete && n < length && marks[index(n)] == NONE) {
            n++;
        }
        boolean ends = n < complete && marks[index(n)] != NONE;
        if (ends && n < length && marks[index(n)] == END_OF_LINE) {
            n++;
            ends = false;
        }
        byte[] taken = copy(n);
        drop(ends && marks[index(n)] == END_OF_FILE ? n + 1 : n);
        return taken;
    }

    /** Bytes that reads would return now, in canonical mode. */
    int readable() {
        int count = 0;
        for (int i = 0; i < complete; i++) {
            if (marks[index(i)] != END_OF_FILE) {
                count++;
            }
        }
        return count;
    }

    private byte[] copy(int length) {
        byte[] copy = new byte[length];
        int head = Math.min(length, CAPACITY - first);
        System.arraycopy(bytes, first, copy, 0, head);
        System.arraycopy(bytes, 0, copy, head, length - head);
        return copy;
    }

    private void drop(int count) {
        first = index(count);
        size -= count;
        complete = Math.max(0, complete - count);
    }

    private int index(int i) {
        return first + i & CAPACITY - 1;
    }
}
