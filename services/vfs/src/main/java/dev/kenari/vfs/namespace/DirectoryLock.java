package dev.kenari.vfs.namespace;

import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.task.Task;

/**
 * Who may change the names in a directory, or learn new ones of its file system, which may take its time. Without it a name that has just
 * been removed could enter the cache. A task may take it again while it has it. It comes before every mutex but an overlay's, and a task
 * takes the locks of two directories of a file system only with {@link SuperBlock#renaming}.
 */
final class DirectoryLock {
    private final WaitQueue waiters = new WaitQueue();
    private Task holder;
    private int depth;

    void lock() {
        Task task = Task.current();
        while (depth > 0 && holder != task) {
            waiters.sleepUninterruptibly();
        }
        holder = task;
        depth++;
    }

    void unlock() {
        assert depth > 0 && holder == Task.current() : "the directory is another task's";
        if (--depth == 0) {
            holder = null;
            waiters.wakeOne();
        }
    }
}
