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
        rows.full(186, "msgget", "hex hex", Msgop::msgget);
        rows.full(187, "msgctl", "int int ptr", Msgop::msgctl);
        rows.full(188, "msgrcv", "int ptr size long hex", Msgop::msgrcv);
        rows.full(189, "msgsnd", "int ptr size hex", Msgop::msgsnd);
        rows.full(190, "semget", "hex int hex", Semop::semget);
        rows.full(191, "semctl", "int int int hex", Semop::semctl);
        rows.full(192, "semtimedop", "int ptr size timespec", Semop::semtimedop);
        rows.full(193, "semop", "int ptr size", Semop::semop);
        rows.partial(194, "shmget", "hex size hex", Shmop::shmget, "SHM_HUGETLB is EINVAL");
        rows.full(195, "shmctl", "int int ptr", Shmop::shmctl);
        rows.full(196, "shmat", "int ptr hex", Shmop::shmat);
        rows.full(197, "shmdt", "ptr", Shmop::shmdt);
    }
}
