package dev.kenari.machine.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * A disk that remembers what was written between its flushes, so that a test can ask for every content that a loss of power could have
 * left: what was flushed is there, and of what was written since, any sectors in any order (the contract of a write cache). The
 * disk works on while it is recorded.
 */
public final class RecordingDisk implements DiskStore {
    /** A write of one request; zeroes are written out. */
    public record Write(long offset, byte[] bytes) {
        public int sectors() {
            return bytes.length / SECTOR;
        }
    }

    private final MemoryDisk start;
    private final MemoryDisk now;
    private final List<List<Write>> epochs = new ArrayList<>();

    /** @param start the content from which the recording starts; it is copied */
    public RecordingDisk(MemoryDisk start) {
        this.start = start.copy();
        this.now = start.copy();
        epochs.add(new ArrayList<>());
    }

    /** Writes in order, cut at the flushes: one list more than there were flushes. */
    public synchronized List<List<Write>> epochs() {
        return epochs.stream().map(List::copyOf).toList();
    }

    /** How many flushes there have been. */
    public synchronized int flushes() {
        return epochs.size() - 1;
    }

    /**
     * The content after a loss of power.
     *
     * @param flushes how many flushes had ended; what was written before them is there
     * @param survives for each sector written after them, in order, whether it reached the medium before the power went
     */
    public synchronized MemoryDisk afterPowerCut(int flushes, LongPredicate survives) {
        MemoryDisk disk = start.copy();
        for (List<Write> epoch : epochs.subList(0, flushes)) {
            epoch.forEach(write -> disk.write(write.offset(), ByteBuffer.wrap(write.bytes())));
        }
        long sector = 0;
        for (Write write : epochs.get(flushes)) {
            for (int i = 0; i < write.sectors(); i++) {
                if (survives.test(sector++)) {
                    disk.write(write.offset() + (long) i * SECTOR, ByteBuffer.wrap(write.bytes(), i * SECTOR, SECTOR));
                }
            }
        }
        return disk;
    }

    @Override
    public long size() {
        return now.size();
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public void read(long offset, ByteBuffer into) {
        now.read(offset, into);
    }

    @Override
    public synchronized void write(long offset, ByteBuffer from) {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        epochs.getLast().add(new Write(offset, bytes));
        now.write(offset, ByteBuffer.wrap(bytes));
    }

    @Override
    public synchronized void flush() {
        epochs.add(new ArrayList<>());
    }

    @Override
    public boolean discards() {
        return false;
    }

    @Override
    public void discard(long offset, long length) {}

    @Override
    public void writeZeroes(long offset, long length) {
        for (long at = offset; at < offset + length; at += 1 << 20) {
            write(at, ByteBuffer.allocate((int) Math.min(1 << 20, offset + length - at)));
        }
    }

    @Override
    public void close() {}
}
