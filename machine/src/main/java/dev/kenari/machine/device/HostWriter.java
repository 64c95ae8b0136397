package dev.kenari.machine.device;

import dev.kenari.machine.sync.LockRank;
import dev.kenari.machine.sync.RankedLock;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * Bytes on their way to a host stream: a bounded buffer that a device fills without waiting and a host thread empties. A
 * synchronous writer has no thread and writes at once, on a board whose time stands still meanwhile.
 */
public final class HostWriter implements AutoCloseable {
    public static final int CAPACITY = 1 << 18;

    private final RankedLock lock = new RankedLock(LockRank.HOST_STREAM);
    private final Condition changed = lock.newCondition();
    private final String name;
    private final OutputStream out;
    private final boolean synchronous;
    private final byte[] buffer = new byte[CAPACITY];
    private Runnable whenRoom = () -> {};
    private Thread thread;
    private int head;
    private int count;
    private boolean closed;
    private boolean failed;

    public HostWriter(String name, OutputStream out, boolean synchronous) {
        this.name = name;
        this.out = out;
        this.synchronous = synchronous;
    }

    /** Calls {@code listener} on the host thread whenever room has appeared or the stream has failed. Set before use. */
    public void whenRoom(Runnable listener) {
        whenRoom = listener;
    }

    /** Takes as many of the bytes as there is room for and returns their number. A failed stream takes all and drops them. */
    public int offer(byte[] from, int offset, int length) {
        lock.lock();
        try {
            if (failed || closed) {
                return length;
            }
            if (synchronous) {
                write(from, offset, length);
                return length;
            }
            int taken = Math.min(length, CAPACITY - count);
            int tail = (head + count) % CAPACITY;
            int first = Math.min(taken, CAPACITY - tail);
            System.arraycopy(from, offset, buffer, tail, first);
            System.arraycopy(from, offset + first, buffer, 0, taken - first);
            count += taken;
            if (thread == null && taken > 0) {
                thread = Thread.ofPlatform().daemon().name(name).start(this::run);
            }
            changed.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void write(byte[] from, int offset, int length) {
        try {
            out.write(from, offset, length);
            out.flush();
        } catch (IOException e) {
            failed = true;
        }
    }

    public int room() {
        lock.lock();
        try {
            return failed ? CAPACITY : CAPACITY - count;
        } finally {
            lock.unlock();
        }
    }

    /** Whether everything offered has reached the host stream or is lost. */
    public boolean empty() {
        lock.lock();
        try {
            return count == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the host stream has thrown: nobody reads it any more. */
    public boolean failed() {
        lock.lock();
        try {
            return failed;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (true) {
            int from;
            int length;
            lock.lock();
            try {
                while (count == 0 && !closed) {
                    changed.awaitUninterruptibly();
                }
                if (count == 0) {
                    return;
                }
                from = head;
                length = Math.min(count, CAPACITY - head);
            } finally {
                lock.unlock();
            }
            // Without the lock: what lies between head and head + length changes only here.
            boolean broken = false;
            try {
                out.write(buffer, from, length);
                out.flush();
            } catch (IOException e) {
                broken = true;
            }
            lock.lock();
            try {
                failed |= broken;
                head = (head + length) % CAPACITY;
                count = failed ? 0 : count - length;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            whenRoom.run();
        }
    }

    /** Waits until {@link #empty} or for {@code millis}; returns whether it is empty. */
    public boolean drain(long millis) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (count > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return count == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more; what is still buffered is written if the host lets it. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
