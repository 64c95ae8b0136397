package dev.kenari.machine.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The content of a disk. Offsets and lengths are in bytes, multiples of 512, within {@link #size}. Host threads call it, several at once;
 * an {@link IOException} reaches the guest as an I/O error of that request.
 */
public interface DiskStore extends AutoCloseable {
    int SECTOR = 512;

    /** Bytes; does not change. */
    long size();

    /** The device refuses every change itself. */
    boolean readOnly();

    /** Fills {@code into} from {@code offset}. */
    void read(long offset, ByteBuffer into) throws IOException;

    /** Writes what remains in {@code from}; stable after the next {@link #flush}. */
    void write(long offset, ByteBuffer from) throws IOException;

    /** Everything written before is stable on return. */
    void flush() throws IOException;

    /** Whether {@link #discard} gives anything back to the host. */
    boolean discards();

    void discard(long offset, long length) throws IOException;

    /** What is read there afterwards is zero. */
    void writeZeroes(long offset, long length) throws IOException;

    /** Does nothing if it is closed. */
    @Override
    void close() throws IOException;
}
