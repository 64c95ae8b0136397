package dev.kenari.linux.syscall;

/** System V IPC and POSIX message queues: rows of the {@link SyscallTable}. */
final class IpcCalls {
    private IpcCalls() {}

    static void addTo(Rows rows) {
        rows.missing(180, "mq_open", "str oflags mode ptr", "");
        rows.missing(181, "mq_unlink", "str", "");
        rows.missing(182, "mq_timedsend", "fd in size uint timespec", "");
        rows.missing(183, "mq_timedreceive", "fd ptr size ptr timespec", "");
        rows.missing(184, "mq_notify", "fd ptr", "");
        rows.missing(185, "mq_getsetattr", "fd ptr ptr", "");
        rows.missing(186, "msgget", "hex hex", "");
        rows.missing(187, "msgctl", "int int ptr", "");
        rows.missing(188, "msgrcv", "int ptr size long hex", "");
        rows.missing(189, "msgsnd", "int ptr size hex", "");
        rows.missing(190, "semget", "hex int hex", "");
        rows.missing(191, "semctl", "int int int hex", "");
        rows.missing(192, "semtimedop", "int ptr size timespec", "");
        rows.missing(193, "semop", "int ptr size", "");
        rows.missing(194, "shmget", "hex size hex", "");
        rows.missing(195, "shmctl", "int int ptr", "");
        rows.missing(196, "shmat", "int ptr hex", "");
        rows.missing(197, "shmdt", "ptr", "");
    }
}
