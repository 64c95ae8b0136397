package dev.kenari.vfs;

/** What a task's personality may be: the file service then knows for whom the task works. */
public interface Caller {
    /** Number of the client ({@link Clients#attach}). */
    int client();
}
