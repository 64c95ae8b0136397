package dev.kenari.kernel.trace;

import dev.kenari.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;

/** The last messages between components, for whoever looks at a kernel that failed. Guarded by the kernel lock. */
public final class MessageHistory {
    /** In the place of the bytes of a reply: there is none yet. */
    public static final int WAITING = -1;

    /** In the place of the bytes of a reply: the server ended, or took too long. */
    public static final int LOST = -2;

    private static final int MESSAGES = 32;

    /**
     * @param nanos board time of the request
     * @param client name of the task that called
     * @param task its number
     * @param sent bytes of the request
     * @param received bytes of the reply, {@link #WAITING} or {@link #LOST}
     */
    public record Sent(
            long nanos, String client, int task, String server, String method, int sent, int received) {}

    private final Sent[] ring = new Sent[MESSAGES];
    private final int[] received = new int[MESSAGES];
    private long next;

    /** A request was sent. @return what {@link #ended} is to be told */
    public long sent(long nanos, Task client, String server, String method, int bytes) {
        int slot = (int) (next % MESSAGES);
        ring[slot] = new Sent(nanos, client.name(), client.id(), server, method, bytes, WAITING);
        received[slot] = WAITING;
        return next++;
    }

    /** It was answered with so many bytes, or is {@link #LOST}. */
    public void ended(long number, int bytes) {
        if (next - number <= MESSAGES) {
            received[(int) (number % MESSAGES)] = bytes;
        }
    }

    /** The messages that are kept, oldest first. */
    public List<Sent> messages() {
        List<Sent> messages = new ArrayList<>();
        for (long n = Math.max(0, next - MESSAGES); n < next; n++) {
            Sent m = ring[(int) (n % MESSAGES)];
            messages.add(new Sent(
                    m.nanos(), m.client(), m.task(), m.server(), m.method(), m.sent(), received[(int) (n % MESSAGES)]));
        }
        return messages;
    }
}
