package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.time.Timers;

/** The task that commits what has been changed every few seconds (mount option commit). */
final class CommitTask {
    /** What it does besides, before each commit. */
    @FunctionalInterface
    interface Chore {
        void run() throws Errno;
    }

    private static final long NANOS = 1_000_000_000L;

    private final Kernel kernel;
    private final Volume volume;
    private final long period;
    private final Chore chore;
    private final WaitQueue wake = new WaitQueue();
    private boolean stopped;

    CommitTask(Kernel kernel, Volume volume, int seconds, Chore chore) {
        this.kernel = kernel;
        this.volume = volume;
        this.period = seconds * NANOS;
        this.chore = chore;
    }

    void start() {
        kernel.task("jbd2/" + volume.device().name(), task -> run()).wake();
    }

    void stop() {
        stopped = true;
        wake.wakeAll();
    }

    private void run() {
        while (!stopped) {
            Timers.Timer timer = kernel.timers().at(kernel.timers().now() + period, wake::wakeAll);
            wake.sleepUninterruptibly();
            timer.cancel();
            if (!stopped) {
                work();
            }
        }
    }

    private void work() {
        try {
            chore.run();
            if (!volume.readOnly() && !volume.transaction().isEmpty()) {
                volume.commit();
            }
        } catch (Errno e) {
            kernel.log().warnOnce("EXT4-fs (" + volume.device().name() + "): periodic commit: " + e);
        }
    }
}
