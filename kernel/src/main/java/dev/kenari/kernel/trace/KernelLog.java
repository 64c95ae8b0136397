package dev.kenari.kernel.trace;

import dev.kenari.kernel.sync.WaitQueue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** The kernel's message ring (dmesg(1), syslog(2)). Guarded by the kernel lock. */
public final class KernelLog {
    /** @param level 0 (emergency) to 7 (debug), as syslog(2); @param nanos since boot */
    public record Message(long sequence, int level, long nanos, String text) {}

    /** Level of what went wrong. */
    public static final int ERROR = 3;

    /** Level of what is normal, but worth a look. */
    public static final int NOTICE = 5;

    private static final int CAPACITY = 4096;

    private final Deque<Message> ring = new ArrayDeque<>();
    private final Set<String> once = new HashSet<>();
    private final LongSupplier clock;
    private final WaitQueue arrived = new WaitQueue();
    private long next;

    public KernelLog(LongSupplier clock) {
        this.clock = clock;
    }

    public void log(int level, String text) {
        if (ring.size() == CAPACITY) {
            ring.removeFirst();
        }
        ring.addLast(new Message(next++, level, clock.getAsLong(), text));
        arrived.wakeAll();
    }

    /** Woken by each message. */
    public WaitQueue arrived() {
        return arrived;
    }

    /** The oldest message that is there with at least this sequence number; null if there is none yet. */
    public Message atOrAfter(long sequence) {
        for (Message message : ring) {
            if (message.sequence() >= sequence) {
                return message;
            }
        }
        return null;
    }

    /** The sequence number that the next message gets. */
    public long nextSequence() {
        return next;
    }

    public void info(String text) {
        log(6, text);
    }

    public void warn(String text) {
        log(4, text);
    }

    /** Logs {@code text} at warning level the first time only. At most a thousand different texts are remembered. */
    public void warnOnce(String text) {
        if (once.size() < 1000 && once.add(text)) {
            warn(text);
        }
    }

    public List<Message> messages() {
        return List.copyOf(ring);
    }

    public void clear() {
        ring.clear();
    }
}
