package dev.kenari.machine.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A disk in the host's memory: sparse, zero at first, gone with the board. */
public final class MemoryDisk implements DiskStore {
    private static final int CHUNK = 1 << 16;

    private final long size;
    private final Map<Long, byte[]> chunks = new TreeMap<>();

    public MemoryDisk(long size) {
        if (size <= 0 || size % SECTOR != 0) {
            throw new IllegalArgumentException("not a number of sectors: " + size);
        }
        this.size = size;
    }

    /** A copy that nothing connects with this one. */
    public synchronized MemoryDisk copy() {
        MemoryDisk result = new MemoryDisk(size);
        chunks.forEach((index, chunk) -> result.chunks.put(index, chunk.clone()));
        return result;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public synchronized void read(long offset, ByteBuffer into) {
        for (long at = offset; into.hasRemaining(); ) {
            int within = (int) (at % CHUNK);
            int count = Math.min(CHUNK - within, into.remaining());
            byte[] chunk = chunks.get(at / CHUNK);
            into.put(chunk == null ? new byte[count] : chunk, chunk == null ? 0 : within, count);
            at += count;
        }
    }

    @Override
    public synchronized void write(long offset, ByteBuffer from) {
        for (long at = offset; from.hasRemaining(); ) {
            int within = (int) (at % CHUNK);
            int count = Math.min(CHUNK - within, from.remaining());
            from.get(chunks.computeIfAbsent(at / CHUNK, index -> new byte[CHUNK]), within, count);
            at += count;
        }
    }

    @Override
    public void flush() {}

    @Override
    public boolean discards() {
        return true;
    }

    @Override
    public void discard(long offset, long length) {
        writeZeroes(offset, length);
    }

    @Override
    public synchronized void writeZeroes(long offset, long length) {
        for (long at = offset; at < offset + length; ) {
            int within = (int) (at % CHUNK);
            int count = (int) Math.min(CHUNK - within, offset + length - at);
            byte[] chunk = chunks.get(at / CHUNK);
            if (count == CHUNK) {
                chunks.remove(at / CHUNK);
            } else if (chunk != null) {
                Arrays.fill(chunk, within, within + count, (byte) 0);
            }
            at += count;
        }
    }

    @Override
    public void close() {}
}
