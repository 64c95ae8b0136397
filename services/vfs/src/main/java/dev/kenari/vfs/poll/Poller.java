package dev.kenari.vfs.poll;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Poll;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.sync.Watch;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.OpenFileDescription;
import java.util.Arrays;

/** poll(2) and select(2): one wait for any of a list of descriptors. */
public final class Poller {
    private final OpenFileDescription[] files;
    private final int[] events;
    private final int unasked;
    private final int[] ready;
    private int readyCount;

    private Poller(OpenFileDescription[] files, int[] events, int unasked) {
        this.files = files;
        this.events = events;
        this.unasked = unasked;
        this.ready = new int[files.length];
    }

    /**
     * Waits until one of {@code fds} has one of its {@code events} or of {@code unasked}, or until the monotonic time {@code deadline}, 0 not to wait.
     *
     * @return what holds of each descriptor: POLLNVAL if it is not open, 0 if it is negative
     */
    public static int[] poll(Client client, int[] fds, int[] events, int unasked, long deadline)
            throws Errno {
        OpenFileDescription[] files = new OpenFileDescription[fds.length];
        for (int i = 0; i < fds.length; i++) {
            if (fds[i] >= 0 && client.descriptors().isOpen(fds[i])) {
                files[i] = client.descriptors().get(fds[i]);
                files[i].retain();
            }
        }
        try {
            Poller poller = new Poller(files, events, unasked);
            for (int i = 0; i < fds.length; i++) {
                if (fds[i] >= 0 && (files[i] == null || files[i].pathOnly())) {
                    poller.ready[i] = Poll.POLLNVAL;
                    poller.readyCount++;
                }
            }
            poller.await(deadline);
            return poller.ready;
        } finally {
            for (OpenFileDescription file : files) {
                if (file != null) {
                    file.release();
                }
            }
        }
    }

    private void await(long deadline) throws Errno {
        look();
        if (readyCount > 0 || deadline == 0) {
            return;
        }
        try (Watch watch = new Watch(queues())) {
            boolean inTime = true;
            for (look(); readyCount == 0 && inTime; look()) {
                inTime = watch.await(deadline);
            }
        }
    }

    private void look() throws Errno {
        for (int i = 0; i < files.length; i++) {
            if (files[i] != null && ready[i] == 0) {
                ready[i] = files[i].poll(events[i]) & (events[i] | unasked);
                readyCount += ready[i] == 0 ? 0 : 1;
            }
        }
    }

    private WaitQueue[] queues() throws Errno {
        WaitQueue[] queues = new WaitQueue[files.length];
        int count = 0;
        for (OpenFileDescription file : files) {
            WaitQueue queue = file == null ? null : file.waitQueue();
            if (queue != null) {
                queues[count++] = queue;
            }
        }
        return Arrays.copyOf(queues, count);
    }
}
