#include "check.h"
#include <linux/futex.h>
#include <semaphore.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static int shared, ready;
static __thread int local = 1;
static uint32_t word;
static pthread_key_t key;
static int destroyed;

static long futex(uint32_t *u, int op, uint32_t v, const struct timespec *t, uint32_t *u2, uint32_t v3) {
    return syscall(SYS_futex, u, op, v, t, u2, v3);
}
static void *adder(void *x) {
    for (int i = 0; i < 10000; i++) {
        pthread_mutex_lock(&mutex);
        shared++;
        pthread_mutex_unlock(&mutex);
    }
    return NULL;
}
static void *atomicAdder(void *x) {
    for (int i = 0; i < 20000; i++) __atomic_fetch_add(&shared, 1, __ATOMIC_SEQ_CST);
    return NULL;
}
static void *waiter(void *x) {
    pthread_mutex_lock(&mutex);
    while (!ready) pthread_cond_wait(&cond, &mutex);
    ready++;
    pthread_mutex_unlock(&mutex);
    return NULL;
}
static void *localChanger(void *x) {
    local = 99;
    return (void *)(long)local;
}
static void *futexWaiter(void *x) {
    return (void *)futex(&word, FUTEX_WAIT, 0, NULL, NULL, 0);
}
static void *sleeper(void *x) {
    pause();
    return NULL;
}
static void *execer(void *x) {
    execl("/proc/self/exe", "thread", "leader", NULL);
    return NULL;
}
static void destroy(void *x) {
    destroyed++;
}
static void *keyed(void *x) {
    pthread_setspecific(key, x);
    return NULL;
}

int main(int argc, char **argv) {
    if (argc == 2) {
        SHOW("execve.fromThreadTakesPid", "%d", getpid() == gettid());
        return 0;
    }
    scratch();
    pthread_t t[8];
    for (int i = 0; i < 4; i++) pthread_create(&t[i], NULL, adder, NULL);
    for (int i = 0; i < 4; i++) pthread_join(t[i], NULL);
    SHOW("pthread_mutex.excludes", "%d", shared);
    shared = 0;
    for (int i = 0; i < 4; i++) pthread_create(&t[i], NULL, atomicAdder, NULL);
    for (int i = 0; i < 4; i++) pthread_join(t[i], NULL);
    SHOW("atomic.adds", "%d", shared);
    for (int i = 0; i < 3; i++) pthread_create(&t[i], NULL, waiter, NULL);
    sleep_ms(20);
    pthread_mutex_lock(&mutex);
    ready = 1;
    pthread_cond_broadcast(&cond);
    pthread_mutex_unlock(&mutex);
    for (int i = 0; i < 3; i++) pthread_join(t[i], NULL);
    SHOW("pthread_cond.broadcast", "%d", ready);
    void *result;
    pthread_create(&t[0], NULL, localChanger, NULL);
    pthread_join(t[0], &result);
    SHOW("thread.localStorage", "%ld %d", (long)result, local);
    SHOW("futex.waitValueDiffers", "%s", outcome(futex(&word, FUTEX_WAIT, 5, NULL, NULL, 0)));
    struct timespec ms = {0, 10000000};
    SHOW("futex.waitTimesOut", "%s", outcome(futex(&word, FUTEX_WAIT, 0, &ms, NULL, 0)));
    SHOW("futex.unaligned", "%s", outcome(futex((uint32_t *)((char *)&word + 1), FUTEX_WAIT, 0, &ms, NULL, 0)));
    SHOW("futex.badOperation", "%s", outcome(futex(&word, 77, 0, NULL, NULL, 0)));
    SHOW("futex.wakeNobody", "%s", outcome(futex(&word, FUTEX_WAKE, 10, NULL, NULL, 0)));
    for (int i = 0; i < 3; i++) pthread_create(&t[i], NULL, futexWaiter, NULL);
    sleep_ms(50);
    uint32_t other = 0;
    SHOW("futex.requeue", "%s", outcome(futex(&word, FUTEX_CMP_REQUEUE, 1, (void *)2L, &other, 0)));
    SHOW("futex.wakeRequeued", "%s", outcome(futex(&other, FUTEX_WAKE, 10, NULL, NULL, 0)));
    for (int i = 0; i < 3; i++) pthread_join(t[i], NULL);
    SHOW("futex.bitsetZero", "%s", outcome(futex(&word, FUTEX_WAKE_BITSET, 1, NULL, NULL, 0)));
    uint32_t *inFile = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (fork() == 0) _exit(futex(inFile, FUTEX_WAIT, 0, NULL, NULL, 0) == 0 ? 3 : 4);
    sleep_ms(50);
    futex(inFile, FUTEX_WAKE, 1, NULL, NULL, 0);
    int status;
    wait(&status);
    SHOW("futex.sharedBetweenProcesses", "%d", WEXITSTATUS(status));
    sem_t sem;
    sem_init(&sem, 0, 1);
    sem_trywait(&sem);
    SHOW("sem.tryTwice", "%s", outcome(sem_trywait(&sem)));
    pthread_mutexattr_t attr;
    pthread_mutexattr_init(&attr);
    pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
    pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
    pthread_mutex_t *robust = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_mutex_init(robust, &attr);
    if (fork() == 0) {
        pthread_mutex_lock(robust);
        _exit(0);
    }
    wait(NULL);
    SHOW("pthread_mutex.robustOwnerDied", "%d", pthread_mutex_lock(robust) == EOWNERDEAD);
    pthread_create(&t[0], NULL, sleeper, NULL);
    sleep_ms(10);
    pthread_cancel(t[0]);
    pthread_join(t[0], &result);
    SHOW("pthread_cancel.ends", "%d", result == PTHREAD_CANCELED);
    pthread_key_create(&key, destroy);
    pthread_create(&t[0], NULL, keyed, &key);
    pthread_join(t[0], NULL);
    SHOW("pthread_key.destructor", "%d", destroyed);
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, NULL, 1);
    SHOW("pthread_barrier.serial", "%d", pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD);
    IN_CHILD("exit_group.endsThreads", pthread_create(&t[0], NULL, sleeper, NULL); _exit(8));
    IN_CHILD("signal.killsAllThreads", pthread_create(&t[0], NULL, sleeper, NULL); kill(getpid(), SIGTERM); sleep_ms(1000));
    pid_t c = fork();
    if (c == 0) {
        pthread_create(&t[0], NULL, execer, NULL);
        for (;;) pause();
    }
    waitpid(c, &status, 0);
    SHOW("execve.fromThread", "%d", WEXITSTATUS(status));
    struct timespec abs;
    clock_gettime(CLOCK_REALTIME, &abs);
    abs.tv_nsec += 10000000;
    if (abs.tv_nsec >= 1000000000) abs.tv_nsec -= 1000000000, abs.tv_sec++;
    pthread_mutex_lock(&mutex);
    SHOW("pthread_cond.timedwait", "%d", pthread_cond_timedwait(&cond, &mutex, &abs) == ETIMEDOUT);
    return 0;
}
