package dev.kenari.conformance;

import dev.kenari.machine.disk.DiskStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/** A disk that says that it has flushed when it has not. */
final class ForgetfulDisk implements DiskStore {
    private final DiskStore disk;
    private final BooleanSupplier forgets;

    ForgetfulDisk(DiskStore disk, BooleanSupplier forgets) {
        this.disk = disk;
        this.forgets = forgets;
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
        disk.read(offset, into);
    }

    @Override
    public void write(long offset, ByteBuffer from) throws IOException {
        disk.write(offset, from);
    }

    @Override
    public synchronized void flush() throws IOException {
        if (!forgets.getAsBoolean()) {
            disk.flush();
        }
    }

    @Override
    public boolean discards() {
        return disk.discards();
    }

    @Override
    public void discard(long offset, long length) throws IOException {
        disk.discard(offset, length);
    }

    @Override
    public void writeZeroes(long offset, long length) throws IOException {
        disk.writeZeroes(offset, length);
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }
}
