package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.sync.WaitQueue;

/** The task that commits what has been changed every few seconds (mount option commit). */
final class CommitTask {
    /** What it does besides, before each commit. */
    @FunctionalInterface
    interface Chore {
        void run() throws Errno;
    }

    private static final long NANOS = 1_000_000_000L;

    private final Environment environment;
    private final Volume volume;
    private final long period;
    private final Chore chore;
    private final WaitQueue wake = new WaitQueue();
    private boolean stopped;

    CommitTask(Environment environment, Volume volume, int seconds, Chore chore) {
        this.environment = environment;
        this.volume = volume;
        this.period = seconds * NANOS;
        this.chore = chore;
    }

    void start() {
        environment.startTask("jbd2/" + volume.device().name(), this::run);
    }

    void stop() {
        stopped = true;
        wake.wakeAll();
    }

    private void run() {
        while (!stopped) {
            wake.sleepUninterruptibly(environment.now() + period);
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
            environment.warnOnce("EXT4-fs (" + volume.device().name() + "): periodic commit: " + e);
        }
    }
}
