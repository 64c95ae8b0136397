#include "check.h"
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

struct text {
    long type;
    char bytes[100];
};

static const char *receive(int q, long type, size_t room, int flags) {
    static char shown[200];
    struct text m = {0};
    long n = msgrcv(q, &m, room, type, flags);
    snprintf(shown, sizeof shown, "%s %ld %s", outcome(n), n < 0 ? 0 : m.type, n < 0 ? "" : m.bytes);
    return shown;
}

static void put(int q, long type, const char *what) {
    struct text m = {type};
    strcpy(m.bytes, what);
    msgsnd(q, &m, strlen(what) + 1, 0);
}

static int semaphore(int set, int number, int operation, int flags) {
    struct sembuf b = {number, operation, flags};
    return semop(set, &b, 1);
}

static void messages(void) {
    int q = msgget(IPC_PRIVATE, 0600);
    struct text m = {0};
    SHOW("msgsnd.badType", "%s", outcome(msgsnd(q, &m, 1, 0)));
    m.type = 1;
    SHOW("msgsnd.tooLong", "%s", outcome(msgsnd(q, &m, 8193, 0)));
    put(q, 3, "three");
    put(q, 1, "one");
    put(q, 2, "two");
    put(q, 3, "again");
    SHOW("msgrcv.byType", "%s", receive(q, 2, 100, 0));
    SHOW("msgrcv.tooShort", "%s", receive(q, 0, 3, 0));
    SHOW("msgrcv.lowestFirst", "%s", receive(q, -3, 100, 0));
    SHOW("msgrcv.except", "%s", receive(q, 1, 100, MSG_EXCEPT));
    SHOW("msgrcv.cutsOff", "%s", receive(q, 0, 1, MSG_NOERROR));
    SHOW("msgrcv.none", "%s", receive(q, 0, 100, IPC_NOWAIT));
    struct msqid_ds d;
    SHOW("msgctl.stat", "%s", outcome(msgctl(q, IPC_STAT, &d)));
    SHOW("msgctl.counts", "%lu %lu %d %d %o", d.msg_qnum, d.msg_qbytes, d.msg_lspid == getpid(), d.msg_lrpid == getpid(),
         d.msg_perm.mode);
    d.msg_qbytes = 100;
    SHOW("msgctl.set", "%s", outcome(msgctl(q, IPC_SET, &d)));
    m.type = 1;
    msgsnd(q, &m, 90, 0);
    SHOW("msgsnd.full", "%s", outcome(msgsnd(q, &m, 20, IPC_NOWAIT)));
    IN_CHILD("msgrcv.removed", {
        if (fork() == 0) {
            sleep_ms(50);
            msgctl(q, IPC_RMID, NULL);
            _exit(0);
        }
        int r = msgrcv(q, &m, 100, 7, 0);
        _exit(r == -1 && errno == EIDRM ? 0 : 1);
    });
    SHOW("msgget.missing", "%s", outcome(msgget(0x1234567, 0)));
    int keyed = msgget(0x1234567, IPC_CREAT | 0600);
    SHOW("msgget.same", "%d", msgget(0x1234567, 0) == keyed);
    SHOW("msgget.exclusive", "%s", outcome(msgget(0x1234567, IPC_CREAT | IPC_EXCL)));
    msgctl(keyed, IPC_RMID, NULL);
    SHOW("msgctl.gone", "%s", outcome(msgctl(keyed, IPC_STAT, &d)));
}

static void semaphores(void) {
    int s = semget(IPC_PRIVATE, 3, 0600);
    unsigned short all[3] = {1, 2, 3}, got[3] = {0};
    SHOW("semget.none", "%s", outcome(semget(IPC_PRIVATE, 0, 0600)));
    SHOW("semctl.setall", "%s", outcome(semctl(s, 0, SETALL, all)));
    semctl(s, 0, GETALL, got);
    SHOW("semctl.getall", "%d %d %d", got[0], got[1], got[2]);
    SHOW("semctl.setval", "%s", outcome(semctl(s, 1, SETVAL, 7)));
    SHOW("semctl.getval", "%d", semctl(s, 1, GETVAL));
    SHOW("semctl.getpid", "%d", semctl(s, 1, GETPID) == getpid());
    SHOW("semctl.range", "%s", outcome(semctl(s, 1, SETVAL, 40000)));
    SHOW("semctl.badNumber", "%s", outcome(semctl(s, 3, GETVAL)));
    SHOW("semop.decrease", "%s", outcome(semaphore(s, 0, -1, 0)));
    SHOW("semop.wouldBlock", "%s", outcome(semaphore(s, 0, -1, IPC_NOWAIT)));
    SHOW("semop.zero", "%s", outcome(semaphore(s, 0, 0, IPC_NOWAIT)));
    SHOW("semop.notZero", "%s", outcome(semaphore(s, 1, 0, IPC_NOWAIT)));
    SHOW("semop.badNumber", "%s", outcome(semaphore(s, 3, 1, 0)));
    SHOW("semop.range", "%s", outcome(semaphore(s, 1, 32767, 0)));
    struct sembuf both[2] = {{1, -1, 0}, {0, -1, IPC_NOWAIT}};
    SHOW("semop.allOrNothing", "%s", outcome(semop(s, both, 2)));
    SHOW("semop.nothing", "%d", semctl(s, 1, GETVAL));
    struct timespec t = {0, 10000000};
    struct sembuf wait = {0, -1, 0};
    SHOW("semtimedop.timeout", "%s", outcome(semtimedop(s, &wait, 1, &t)));
    IN_CHILD("semop.undo", semaphore(s, 0, 5, SEM_UNDO); semaphore(s, 2, -1, SEM_UNDO); _exit(semctl(s, 0, GETVAL)));
    SHOW("semop.undone", "%d %d", semctl(s, 0, GETVAL), semctl(s, 2, GETVAL));
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        _exit(semaphore(s, 0, -2, 0) == 0 ? 0 : 1);
    }
    while (semctl(s, 0, GETNCNT) == 0) {
        sleep_ms(1);
    }
    semaphore(s, 0, 1, 0);
    SHOW("semctl.getncnt", "%d", semctl(s, 0, GETNCNT));
    semaphore(s, 0, 1, 0);
    int status;
    waitpid(child, &status, 0);
    SHOW("semop.woken", "%d %d", status, semctl(s, 0, GETVAL));
    struct semid_ds d;
    semctl(s, 0, IPC_STAT, &d);
    SHOW("semctl.stat", "%lu %d", d.sem_nsems, d.sem_otime != 0);
    SHOW("semctl.remove", "%s", outcome(semctl(s, 0, IPC_RMID)));
    SHOW("semop.removed", "%s", outcome(semaphore(s, 0, 1, 0)));
}

static void memory(void) {
    int id = shmget(IPC_PRIVATE, 5000, 0600);
    SHOW("shmget.empty", "%s", outcome(shmget(IPC_PRIVATE, 0, 0600)));
    char *a = shmat(id, NULL, 0);
    char *b = shmat(id, NULL, SHM_RDONLY);
    strcpy(a, "shared");
    SHOW("shmat.twice", "%s", b);
    IN_CHILD("shmat.child", strcpy(a, "by the child"); _exit(0));
    SHOW("shmat.inherited", "%s", b);
    IN_CHILD("shmat.readOnly", b[0] = 'x');
    struct shmid_ds d;
    shmctl(id, IPC_STAT, &d);
    SHOW("shmctl.stat", "%lu %lu %d %o", d.shm_segsz, (unsigned long)d.shm_nattch, d.shm_cpid == getpid(), d.shm_perm.mode);
    SHOW("shmdt.works", "%s", outcome(shmdt(b)));
    SHOW("shmdt.twice", "%s", outcome(shmdt(b)));
    SHOW("shmctl.remove", "%s", outcome(shmctl(id, IPC_RMID, NULL)));
    shmctl(id, IPC_STAT, &d);
    SHOW("shmctl.doomed", "%lu %o", (unsigned long)d.shm_nattch, d.shm_perm.mode);
    SHOW("shmat.stillThere", "%s", a);
    shmdt(a);
    SHOW("shmctl.gone", "%s", outcome(shmctl(id, IPC_STAT, &d)));
    SHOW("shmat.gone", "%s", outcome((long)shmat(id, NULL, 0)));
    int keyed = shmget(0x7654321, 4096, IPC_CREAT | 0600);
    SHOW("shmget.tooLarge", "%s", outcome(shmget(0x7654321, 8192, 0)));
    SHOW("shmget.exclusive", "%s", outcome(shmget(0x7654321, 4096, IPC_CREAT | IPC_EXCL)));
    SHOW("shmat.unaligned", "%s", outcome((long)shmat(keyed, (void *)0x10000001, 0)));
    SHOW("shmat.rounded", "%lx", (long)shmat(keyed, (void *)0x10000001, SHM_RND));
    SHOW("shmat.occupied", "%s", outcome((long)shmat(keyed, (void *)0x10000000, 0)));
    shmctl(keyed, IPC_RMID, NULL);
    SHOW("shmget.keyIsFree", "%s", outcome(shmget(0x7654321, 4096, 0)));
}

int main(void) {
    messages();
    semaphores();
    memory();
    return 0;
}
