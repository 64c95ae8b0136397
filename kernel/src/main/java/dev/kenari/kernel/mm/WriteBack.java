package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.task.Task;
import dev.kenari.kernel.time.Timers;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Writes dirty pages to their pagers: those that have been dirty for long, and the oldest when there are too many. The intervals and
 * limits are Linux's (vm.dirty_*, proc_sys_vm(5)).
 */
public final class WriteBack {
    private static final long INTERVAL_NANOS = 5_000_000_000L;
    private static final long EXPIRY_NANOS = 30_000_000_000L;
    private static final int BACKGROUND_DIVISOR = 10;
    private static final int LIMIT_DIVISOR = 5;

    private final Frames frames;
    private final MemoryObjects objects;
    private final Timers timers;
    private final BiFunction<String, Consumer<Task>, Task> tasks;
    private final Consumer<String> log;
    private final WaitQueue wanted = new WaitQueue();
    private Task flusher;

    /** @param tasks makes a kernel task of a name and a body */
    public WriteBack(
            Frames frames,
            MemoryObjects objects,
            Timers timers,
            BiFunction<String, Consumer<Task>, Task> tasks,
            Consumer<String> log) {
        this.frames = frames;
        this.objects = objects;
        this.timers = timers;
        this.tasks = tasks;
        this.log = log;
    }

    long now() {
        return timers.now();
    }

    private boolean tooMany() {
        return objects.dirtyPages() > frames.total() / BACKGROUND_DIVISOR;
    }

    /** A page became dirty. */
    void dirtied() {
        if (flusher == null) {
            flusher = tasks.apply("flush", this::run);
            flusher.wake();
        } else if (objects.dirtyPages() == 1 || tooMany()) {
            wanted.wakeAll();
        }
    }

    /** Holds back who writes to {@code object} while too much is dirty. May sleep. */
    void balance(MemoryObject object) throws Errno {
        if (objects.dirtyPages() > frames.total() / LIMIT_DIVISOR) {
            object.writeBack();
        }
    }

    private void run(Task task) {
        while (true) {
            if (objects.dirtyPages() == 0) {
                wanted.sleepUninterruptibly();
            } else if (!tooMany()) {
                wanted.sleepUninterruptibly(timers.now() + INTERVAL_NANOS);
            }
            boolean progress = false;
            for (MemoryObject object : objects.dirtyObjects()) {
                if (tooMany() || timers.now() - object.dirtySince() >= EXPIRY_NANOS) {
                    progress |= write(object);
                }
            }
            if (!progress && tooMany()) {
                // Nothing can be written: try again later.
                wanted.sleepUninterruptibly(timers.now() + INTERVAL_NANOS);
            }
        }
    }

    private boolean write(MemoryObject object) {
        object.retain();
        try {
            object.writeBack();
            return true;
        } catch (Errno e) {
            log.accept("dirty pages can't be written: " + e.getMessage());
            return false;
        } finally {
            object.release();
        }
    }
}
