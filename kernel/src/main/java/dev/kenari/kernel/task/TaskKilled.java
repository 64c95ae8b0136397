package dev.kenari.kernel.task;

/** Unwinds a task that the kernel ended. Nothing catches it but the task's own first frame. */
@SuppressWarnings("serial")
public final class TaskKilled extends Error {
    static final TaskKilled ERROR = new TaskKilled();

    private TaskKilled() {
        super("killed", null, false, false);
    }
}
