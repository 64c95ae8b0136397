package dev.kenari.machine.device;

import dev.kenari.machine.sync.LockRank;
import dev.kenari.machine.sync.RankedLock;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.Condition;

/** Bytes on their way from a host stream: a host thread reads a chunk, a device takes it without waiting, and so on. */
public final class HostReader implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final RankedLock lock = new RankedLock(LockRank.HOST_STREAM);
    private final Condition taken = lock.newCondition();
    private final String name;
    private final InputStream in;
    private final byte[] chunk = new byte[CHUNK];
    private Runnable whenArrived = () -> {};
    private boolean started;
    private int position;
    private int limit;
    private boolean ended;
    private boolean closed;

    public HostReader(String name, InputStream in) {
        this.name = name;
        this.in = in;
    }

    /** Calls {@code listener} on the host thread whenever bytes, or the end, have arrived. Set before {@link #start}. */
    public void whenArrived(Runnable listener) {
        whenArrived = listener;
    }

    /** Begins to read; does nothing the second time. Nothing of the host stream is consumed before. */
    public void start() {
        lock.lock();
        try {
            if (!started && !closed) {
                started = true;
                Thread.ofPlatform().daemon().name(name).start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (true) {
            int n;
            try {
                n = in.read(chunk, 0, CHUNK);
            } catch (IOException e) {
                // A source that can't be read any more has no more to give.
                n = -1;
            }
            lock.lock();
            try {
                if (closed) {
                    return;
                }
                position = 0;
                limit = Math.max(n, 0);
                ended = n < 0;
            } finally {
                lock.unlock();
            }
            whenArrived.run();
            lock.lock();
            try {
                while (position < limit && !closed) {
                    taken.awaitUninterruptibly();
                }
                if (ended || closed) {
                    return;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Takes at most {@code length} bytes; 0 if none are there. */
    public int take(byte[] into, int offset, int length) {
        lock.lock();
        try {
            int n = Math.min(length, limit - position);
            System.arraycopy(chunk, position, into, offset, n);
            position += n;
            if (n > 0 && position == limit) {
                taken.signalAll();
            }
            return n;
        } finally {
            lock.unlock();
        }
    }

    public int available() {
        lock.lock();
        try {
            return limit - position;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the stream has ended and everything before has been taken. */
    public boolean ended() {
        lock.lock();
        try {
            return ended && position == limit;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more from the host, once a read that is under way has ended. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
