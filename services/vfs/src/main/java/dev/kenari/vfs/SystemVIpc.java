package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Grant;

/** Part of {@link Channels}: shared memory, semaphores and message queues of sysvipc(7). Structures are as programs lay them out. */
public interface SystemVIpc {
    /**
     * What a ctl call returns and writes.
     *
     * @param data for the program's buffer; empty if nothing is written
     */
    record Control(int result, byte[] data) {}

    /** @param object number of the memory object to map */
    record Segment(int object, long size, int key) {}

    /** A message that msgrcv(2) got. */
    record Message(long type, long length) {}

    int shmget(int client, int key, long size, int flags) throws Errno;

    /** shmat(2): checks permissions for {@code access}, READ 1, WRITE 2, EXEC 4; the caller maps. */
    Segment shmat(int client, int id, int access) throws Errno;

    /** The caller unmapped the segment that this memory object is. */
    void shmdt(int client, int object) throws Errno;

    /** @param data for IPC_SET a shmid64_ds */
    Control shmctl(int client, int id, int command, byte[] data) throws Errno;

    int semget(int client, int key, int count, int flags) throws Errno;

    /**
     * semtimedop(2). A signal ends it with EINTR.
     *
     * @param operations three numbers each: semaphore, operation, flags
     * @param deadline monotonic nanoseconds, {@code Long.MAX_VALUE} for ever
     */
    void semop(int client, int id, int[] operations, long deadline) throws Errno;

    /**
     * @param value for SETVAL
     * @param data for IPC_SET a semid64_ds, for SETALL the values as unsigned short
     */
    Control semctl(int client, int id, int number, int command, int value, byte[] data) throws Errno;

    /** How many semaphores the set has: how much SETALL reads. */
    int semaphores(int client, int id) throws Errno;

    int msgget(int client, int key, int flags) throws Errno;

    void msgsnd(int client, int id, long type, Grant text, int flags) throws Errno;

    Message msgrcv(int client, int id, Grant to, long type, int flags) throws Errno;

    /** @param data for IPC_SET a msqid64_ds */
    Control msgctl(int client, int id, int command, byte[] data) throws Errno;
}
