package dev.kenari.machine.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A host file as a disk. It is locked while it is open: shared if read-only, else for us alone. */
public final class FileDisk implements DiskStore {
    private static final int CHUNK = 1 << 20;

    private final FileChannel channel;
    private final FileLock lock;
    private final long size;
    private final boolean readOnly;

    private FileDisk(FileChannel channel, FileLock lock, boolean readOnly) throws IOException {
        this.channel = channel;
        this.lock = lock;
        this.size = channel.size();
        this.readOnly = readOnly;
    }

    /**
     * @throws FileSystemException whose reason says what is wrong with the file, in words: in use, or not a whole number of sectors
     * @throws IOException if it can't be opened
     */
    public static FileDisk open(Path file, boolean readOnly) throws IOException {
        FileChannel channel = readOnly
                ? FileChannel.open(file, StandardOpenOption.READ)
                : FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean done = false;
        try {
            FileLock lock = lock(channel, readOnly);
            if (lock == null) {
                throw new FileSystemException(file.toString(), null, "is in use by another system");
            }
            if (channel.size() == 0 || channel.size() % SECTOR != 0) {
                String reason = channel.size() + " bytes are no whole number of " + SECTOR + "-byte sectors";
                throw new FileSystemException(file.toString(), null, reason);
            }
            FileDisk disk = new FileDisk(channel, lock, readOnly);
            done = true;
            return disk;
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    private static FileLock lock(FileChannel channel, boolean shared) throws IOException {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared);
        } catch (OverlappingFileLockException e) {
            // Another board of this JVM has it.
            return null;
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        for (long at = offset; into.hasRemaining(); ) {
            int count = channel.read(into, at);
            if (count < 0) {
                throw new EOFException("the file was cut short");
            }
            at += count;
        }
    }

    @Override
    public void write(long offset, ByteBuffer from) throws IOException {
        for (long at = offset; from.hasRemaining(); ) {
            at += channel.write(from, at);
        }
    }

    @Override
    public void flush() throws IOException {
        if (!readOnly) {
            channel.force(false);
        }
    }

    /** The host's way to make holes in files can't be reached from Java. */
    @Override
    public boolean discards() {
        return false;
    }

    @Override
    public void discard(long offset, long length) {}

    /** Writes only where there is something else: a sparse file stays sparse. */
    @Override
    public void writeZeroes(long offset, long length) throws IOException {
        ByteBuffer zeroes = ByteBuffer.allocate((int) Math.min(length, CHUNK));
        ByteBuffer now = ByteBuffer.allocate(zeroes.capacity());
        for (long at = offset; at < offset + length; ) {
            int chunk = (int) Math.min(zeroes.capacity(), offset + length - at);
            read(at, now.clear().limit(chunk));
            zeroes.clear().limit(chunk);
            if (!now.flip().equals(zeroes)) {
                write(at, zeroes);
            }
            at += chunk;
        }
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            try (channel) {
                lock.release();
            }
        }
    }
}
