package dev.kenari.vfs.pipe;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Poll;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.sync.Mutex;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.vfs.file.ArrayVector;
import dev.kenari.vfs.file.IoVector;
import java.util.ArrayDeque;

/**
 * What is between the two ends of a pipe (pipe(7)): at most {@link #capacity} bytes, in packets if written with O_DIRECT. Writes of up
 * to PIPE_BUF bytes are not interleaved with others.
 */
public final class Pipe {
    /** Writes up to this many bytes are atomic (limits.h). */
    public static final int PIPE_BUF = 4096;
    /** Capacity of a new pipe. */
    public static final int DEFAULT_CAPACITY = 16 * Frames.SIZE;
    /** F_SETPIPE_SZ goes no further (/proc/sys/fs/pipe-max-size). */
    public static final int MAXIMUM_CAPACITY = 1 << 20;

    /** A run of bytes that one read(2) does not go beyond. */
    private static final class Segment {
        private final boolean packet;
        private long length;

        Segment(boolean packet, long length) {
            this.packet = packet;
            this.length = length;
        }
    }

    private final ByteQueue bytes;
    private final PhysicalMemory memory;
    /** Covers all bytes as soon as there was a packet; else empty. */
    private final ArrayDeque<Segment> segments = new ArrayDeque<>(0);
    private final Mutex mutex = new Mutex();
    private final WaitQueue readable = new WaitQueue();
    private final WaitQueue writable = new WaitQueue();
    private final WaitQueue either = new WaitQueue();
    private long capacity = DEFAULT_CAPACITY;
    private int readers;
    private int writers;
    /** The oldest bytes are promised to somebody who has copied them and will say how many he took. */
    private boolean draining;

    /** Opens so far, by which a FIFO's open(2) sees a partner that came and went. */
    private int readersEver;
    private int writersEver;

    public Pipe(Frames frames) {
        bytes = new ByteQueue(frames);
        memory = frames.memory();
    }

    public long size() {
        return bytes.size();
    }

    public long free() {
        return capacity - bytes.size();
    }

    public long capacity() {
        return capacity;
    }

    public int readers() {
        return readers;
    }

    public int writers() {
        return writers;
    }

    int readersEver() {
        return readersEver;
    }

    int writersEver() {
        return writersEver;
    }

    /** Woken when a reader may find something. */
    WaitQueue readQueue() {
        return readable;
    }

    /** Woken when a writer may find room. */
    WaitQueue writeQueue() {
        return writable;
    }

    /** Woken with each of the two. */
    WaitQueue either() {
        return either;
    }

    void wakeReaders() {
        readable.wakeAll();
        either.wakeAll();
    }

    void wakeWriters() {
        writable.wakeAll();
        either.wakeAll();
    }

    void opened(boolean reads, boolean writes) {
        if (reads) {
            readers++;
            readersEver++;
            wakeWriters();
        }
        if (writes) {
            writers++;
            writersEver++;
            wakeReaders();
        }
    }

    void closed(boolean reads, boolean writes) {
        if (reads && --readers == 0) {
            wakeWriters();
        }
        if (writes && --writers == 0) {
            wakeReaders();
        }
        if (readers == 0 && writers == 0) {
            bytes.clear();
            segments.clear();
        }
    }

    /** read(2). */
    void read(IoVector to, boolean nonBlocking) throws Errno {
        if (to.remaining() == 0) {
            return;
        }
        mutex.lock();
        try {
            if (!awaitBytes(nonBlocking)) {
                return;
            }
            if (segments.isEmpty()) {
                bytes.take(to, Math.min(to.remaining(), bytes.size()));
            } else {
                readSegment(to);
            }
        } finally {
            mutex.unlock();
        }
        if (free() >= PIPE_BUF) {
            wakeWriters();
        }
    }

    /** Sleeps until there are bytes for this reader; false at the end. The mutex is held. */
    private boolean awaitBytes(boolean nonBlocking) throws Errno {
        while (bytes.size() == 0 || draining) {
            if (bytes.size() == 0 && writers == 0) {
                return false;
            }
            if (nonBlocking) {
                throw Errno.EAGAIN;
            }
            sleep(readable);
        }
        return true;
    }

    /** Where {@link #drain} brings bytes. */
    @FunctionalInterface
    interface Sink {
        /** Takes some of the first {@code count} bytes and says how many. May sleep. */
        int take(byte[] from, int count) throws Errno;
    }

    /**
     * Hands at most {@code length} bytes to {@code sink}; what it does not take stays. Other readers wait meanwhile. Returns the
     * count, 0 at the end.
     */
    int drain(Sink sink, int length, boolean nonBlocking) throws Errno {
        mutex.lock();
        byte[] copy;
        try {
            if (!awaitBytes(nonBlocking)) {
                return 0;
            }
            long run = segments.isEmpty() ? bytes.size() : segments.getFirst().length;
            copy = new byte[(int) Math.min(length, run)];
            bytes.peek(0, new ArrayVector(copy, copy.length, memory), copy.length);
            draining = true;
        } finally {
            mutex.unlock();
        }
        int taken = 0;
        try {
            taken = sink.take(copy, copy.length);
            return taken;
        } finally {
            mutex.lock();
            draining = false;
            if (taken > 0) {
                drained(taken);
            }
            mutex.unlock();
            wakeReaders();
            if (free() >= PIPE_BUF) {
                wakeWriters();
            }
        }
    }

    private void drained(long count) {
        bytes.drop(count);
        if (!segments.isEmpty()) {
            segments.getFirst().length -= count;
            if (segments.getFirst().length == 0) {
                segments.removeFirst();
            }
        }
    }

    private void readSegment(IoVector to) throws Errno {
        Segment segment = segments.getFirst();
        long before = bytes.size();
        bytes.take(to, Math.min(to.remaining(), segment.length));
        segment.length -= before - bytes.size();
        if (segment.packet) {
            bytes.drop(segment.length);
            segment.length = 0;
        }
        if (segment.length == 0) {
            segments.removeFirst();
        }
    }

    /** write(2), in packets if {@code packets}. */
    void write(IoVector from, boolean packets, boolean nonBlocking) throws Errno {
        if (from.remaining() == 0) {
            return;
        }
        boolean atomic = from.remaining() <= PIPE_BUF;
        mutex.lock();
        try {
            while (from.remaining() > 0) {
                if (readers == 0) {
                    throw Errno.EPIPE;
                }
                long wanted = packets ? Math.min(from.remaining(), PIPE_BUF) : from.remaining();
                long count = atomic || packets ? (free() >= wanted ? wanted : 0) : Math.min(free(), wanted);
                if (count > 0) {
                    append(from, count, packets);
                    wakeReaders();
                } else if (nonBlocking) {
                    throw Errno.EAGAIN;
                } else {
                    sleep(writable);
                }
            }
        } catch (Errno e) {
            if (from.done() == 0) {
                throw e;
            }
        } finally {
            mutex.unlock();
        }
    }

    private void append(IoVector from, long count, boolean packet) throws Errno {
        long before = bytes.size();
        try {
            bytes.append(from, count);
        } catch (Errno e) {
            if (packet) {
                long copied = bytes.size() - before;
                bytes.dropLast(copied);
                from.giveBack(copied);
            }
            throw e;
        } finally {
            long appended = bytes.size() - before;
            if (appended > 0 && (packet || !segments.isEmpty())) {
                if (segments.isEmpty() && before > 0) {
                    segments.add(new Segment(false, before));
                }
                if (packet || segments.getLast().packet) {
                    segments.add(new Segment(packet, appended));
                } else {
                    segments.getLast().length += appended;
                }
            }
        }
    }

    private void sleep(WaitQueue queue) throws Errno {
        mutex.unlock();
        try {
            queue.sleep();
        } finally {
            mutex.lock();
        }
    }

    /** Copies at most {@code length} bytes that stay (tee(2)). */
    void peek(IoVector to, long length) throws Errno {
        mutex.lock();
        try {
            bytes.peek(0, to, Math.min(length, bytes.size()));
        } finally {
            mutex.unlock();
        }
    }

    /** F_SETPIPE_SZ; returns the new capacity. EBUSY if what is there does not fit, EPERM beyond the maximum. */
    long resize(long size) throws Errno {
        if (size < 0 || size > 1L << 31) {
            throw Errno.EINVAL;
        }
        long rounded = size <= Frames.SIZE ? Frames.SIZE : Long.highestOneBit(size - 1) << 1;
        if (rounded > capacity && rounded > MAXIMUM_CAPACITY) {
            throw Errno.EPERM;
        }
        if (rounded < bytes.size()) {
            throw Errno.EBUSY;
        }
        capacity = rounded;
        if (free() >= PIPE_BUF) {
            wakeWriters();
        }
        return capacity;
    }

    int pollRead(boolean hadWriter) {
        return (bytes.size() > 0 ? Poll.POLLIN | Poll.POLLRDNORM : 0) | (writers == 0 && hadWriter ? Poll.POLLHUP : 0);
    }

    int pollWrite() {
        return (free() >= PIPE_BUF ? Poll.POLLOUT | Poll.POLLWRNORM : 0) | (readers == 0 ? Poll.POLLERR : 0);
    }
}
