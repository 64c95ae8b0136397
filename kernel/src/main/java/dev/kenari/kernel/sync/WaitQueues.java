package dev.kenari.kernel.sync;

import dev.kenari.abi.Errno;
import java.util.HashMap;
import java.util.Map;

/**
 * Names for wait queues that cross a protocol: a service publishes its queue and replies with the number, the other side
 * finds it by number and waits. No reference to the service passes.
 */
public final class WaitQueues {
    private final Map<Integer, WaitQueue> queues = new HashMap<>();
    private int next = 1;

    public int publish(WaitQueue queue) {
        int id = next++;
        queues.put(id, queue);
        return id;
    }

    public WaitQueue find(int id) throws Errno {
        WaitQueue queue = queues.get(id);
        if (queue == null) {
            throw Errno.EBADF;
        }
        return queue;
    }

    public void withdraw(int id) {
        queues.remove(id);
    }
}
