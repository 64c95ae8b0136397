package dev.kenari.machine.device;

import dev.kenari.machine.sync.LockRank;
import dev.kenari.machine.sync.RankedLock;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * Bytes on their way from a host stream: a host thread reads a chunk, a device takes it without waiting, and so on. A patient reader
 * is for a board whose time stands still meanwhile: there the device waits for whole chunks, so that what is there arrives at the
 * same instant in each run. Patience ends for good with a stream that has kept it waiting: who types is chance.
 */
public final class HostReader implements AutoCloseable {
    private static final int CHUNK = 1 << 16;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RankedLock lock = new RankedLock(LockRank.HOST_STREAM);
    private final Condition taken = lock.newCondition();
    private final Condition filled = lock.newCondition();
    private final String name;
    private final InputStream in;
    private final byte[] chunk = new byte[CHUNK];
    private Runnable whenArrived = () -> {};
    private boolean patient;
    /** Someone waits for the chunk, who needs no call. */
    private boolean awaited;
    private boolean started;
    private int position;
    private int limit;
    private boolean ended;
    private boolean closed;

    public HostReader(String name, InputStream in, boolean patient) {
        this.name = name;
        this.in = in;
        this.patient = patient;
    }

    /**
     * Calls {@code listener} whenever bytes, or the end, have arrived: on the host thread, or in {@link #start} if that has waited for
     * them. Set before {@link #start}.
     */
    public void whenArrived(Runnable listener) {
        whenArrived = listener;
    }

    /** Begins to read; does nothing the second time. Nothing of the host stream is consumed before. */
    public void start() {
        boolean arrived;
        lock.lock();
        try {
            if (started || closed) {
                return;
            }
            started = true;
            Thread.ofPlatform().daemon().name(name).start(this::run);
            arrived = awaitChunk();
        } finally {
            lock.unlock();
        }
        if (arrived) {
            whenArrived.run();
        }
    }

    /** Waits for a whole chunk, or the end, as far as patience goes; returns whether it is there. */
    private boolean awaitChunk() {
        awaited = patient;
        long left = PATIENCE_NANOS;
        while (patient && !isWhole() && !closed) {
            try {
                left = filled.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                left = 0;
            }
            patient = left > 0;
        }
        boolean waited = awaited;
        awaited = false;
        return waited && (limit > position || ended);
    }

    private boolean isWhole() {
        return ended || position == 0 && limit == CHUNK;
    }

    private void run() {
        boolean goesOn = true;
        while (goesOn) {
            int n;
            try {
                n = in.read(chunk, limit, CHUNK - limit);
            } catch (IOException e) {
                // A source that can't be read any more has no more to give.
                n = -1;
            }
            goesOn = arrived(n);
        }
    }

    /** @param n bytes behind the others, or -1 for the end; returns whether there is more to read */
    private boolean arrived(int n) {
        boolean announced;
        lock.lock();
        try {
            limit += Math.max(n, 0);
            ended = n < 0;
            announced = awaited;
            filled.signalAll();
            if (closed || announced && !isWhole()) {
                return !closed;
            }
        } finally {
            lock.unlock();
        }
        if (!announced) {
            whenArrived.run();
        }
        lock.lock();
        try {
            while (position < limit && !closed) {
                taken.awaitUninterruptibly();
            }
            position = 0;
            limit = 0;
            return !ended && !closed;
        } finally {
            lock.unlock();
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
                awaitChunk();
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
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
