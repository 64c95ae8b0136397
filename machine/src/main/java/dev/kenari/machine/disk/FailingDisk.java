package dev.kenari.machine.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A disk whose requests fail where a fault says so. Closing it leaves the disk beneath open. */
public final class FailingDisk implements DiskStore {
    /** What is asked of a disk. */
    public enum Operation {
        READ,
        WRITE,
        FLUSH,
        DISCARD,
        ZEROES
    }

    /** Decides which requests fail. */
    @FunctionalInterface
    public interface Fault {
        /**
         * @param request number of the request, from 0
         * @param length in bytes; 0 for a flush
         */
        boolean fails(long request, Operation operation, long offset, long length);
    }

    private final DiskStore disk;
    private final Fault fault;
    private long requests;

    public FailingDisk(DiskStore disk, Fault fault) {
        this.disk = disk;
        this.fault = fault;
    }

    /** How many requests there have been. */
    public synchronized long requests() {
        return requests;
    }

    private synchronized void request(Operation operation, long offset, long length) throws IOException {
        if (fault.fails(requests++, operation, offset, length)) {
            throw new IOException("injected: " + operation + " at " + offset);
        }
    }

    @Override
    public long size() {
        return disk.size();
    }

    @Override
    public boolean readOnly() {
        return disk.readOnly();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        request(Operation.READ, offset, into.remaining());
        disk.read(offset, into);
    }

    @Override
    public void write(long offset, ByteBuffer from) throws IOException {
        request(Operation.WRITE, offset, from.remaining());
        disk.write(offset, from);
    }

    @Override
    public void flush() throws IOException {
        request(Operation.FLUSH, 0, 0);
        disk.flush();
    }

    @Override
    public boolean discards() {
        return disk.discards();
    }

    @Override
    public void discard(long offset, long length) throws IOException {
        request(Operation.DISCARD, offset, length);
        disk.discard(offset, length);
    }

    @Override
    public void writeZeroes(long offset, long length) throws IOException {
        request(Operation.ZEROES, offset, length);
        disk.writeZeroes(offset, length);
    }

    @Override
    public void close() {}
}
