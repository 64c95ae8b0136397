// Many of everything, one kind after the other; each must work and give its memory back.
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FORKS = 1000, MAPPINGS = 10000, FILE_MIB = 64, CHAIN = 256, ROUNDS = 10, THREADS = 1000, SLACK_KIB = 512 };

static char buffer[1 << 20];

static void require(int holds, const char *what) {
    if (!holds) {
        perror(what);
        exit(1);
    }
}

static long free_kib(void) {
    static char text[4096];
    int fd = open("/proc/meminfo", O_RDONLY);
    require(fd >= 0 && read(fd, text, sizeof text - 1) > 0, "/proc/meminfo");
    close(fd);
    return atol(strstr(text, "MemFree:") + 8);
}

static void forks(void) {
    for (int i = 0; i < FORKS; i++) {
        pid_t child = fork();
        if (child == 0) {
            _exit(i & 0x7f);
        }
        int status;
        require(child > 0 && waitpid(child, &status, 0) == child, "fork");
        require(WEXITSTATUS(status) == (i & 0x7f), "exit status");
    }
}

static void mappings(void) {
    static char *at[MAPPINGS];
    for (int i = 0; i < MAPPINGS; i++) {
        int protection = i & 1 ? PROT_READ | PROT_WRITE : PROT_READ;
        at[i] = mmap(0, 4096 * (1 + i % 3), protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        require(at[i] != MAP_FAILED, "mmap");
        if (i & 1) {
            at[i][0] = 1;
        }
    }
    for (int i = 0; i < MAPPINGS; i++) {
        require(at[i][0] == (i & 1) && munmap(at[i], 4096 * (1 + i % 3)) == 0, "munmap");
    }
}

static void file(void) {
    int fd = open("/tmp/load", O_RDWR | O_CREAT | O_EXCL, 0600);
    require(fd >= 0, "open");
    for (int i = 0; i < FILE_MIB; i++) {
        memset(buffer, i, sizeof buffer);
        require(write(fd, buffer, sizeof buffer) == sizeof buffer, "write");
    }
    lseek(fd, 0, SEEK_SET);
    for (int i = 0; i < FILE_MIB; i++) {
        require(read(fd, buffer, sizeof buffer) == sizeof buffer && buffer[i] == (char)i, "read");
    }
    close(fd);
    unlink("/tmp/load");
}

static void chain(void) {
    int ends[2];
    require(pipe(ends) == 0, "pipe");
    int in = ends[1];
    int previous = ends[0];
    for (int i = 0; i < CHAIN; i++) {
        int next[2];
        require(pipe(next) == 0, "pipe");
        pid_t child = fork();
        require(child >= 0, "fork");
        if (child == 0) {
            close(in);
            close(next[0]);
            char bytes[64];
            ssize_t n;
            while ((n = read(previous, bytes, sizeof bytes)) > 0) {
                require(write(next[1], bytes, n) == n, "write");
            }
            _exit(0);
        }
        close(previous);
        close(next[1]);
        previous = next[0];
    }
    for (int i = 0; i < ROUNDS; i++) {
        char bytes[64];
        require(write(in, buffer, 64) == 64 && read(previous, bytes, 64) == 64, "the chain");
    }
    close(in);
    while (wait(0) > 0) {
    }
    close(previous);
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int arrived;

static void *arrive(void *unused) {
    pthread_mutex_lock(&mutex);
    if (++arrived == THREADS) {
        pthread_cond_broadcast(&changed);
    }
    while (arrived < THREADS) {
        pthread_cond_wait(&changed, &mutex);
    }
    pthread_mutex_unlock(&mutex);
    return unused;
}

static void threads(void) {
    static pthread_t all[THREADS];
    arrived = 0;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 64 << 10);
    for (int i = 0; i < THREADS; i++) {
        require(pthread_create(&all[i], &attributes, arrive, 0) == 0, "pthread_create");
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(all[i], 0);
    }
}

static void measure(const char *name, void (*load)(void)) {
    // The first time leaves what libc keeps.
    load();
    long before = free_kib();
    load();
    long lost = before - free_kib();
    if (lost > SLACK_KIB) {
        printf("%s: %ld KiB lost\n", name, lost);
    } else {
        printf("%s: ok\n", name);
    }
    fflush(stdout);
}

int main(void) {
    mount("proc", "/proc", "proc", 0, 0);
    measure("forks", forks);
    measure("mappings", mappings);
    measure("file", file);
    measure("chain", chain);
    measure("threads", threads);
    return 0;
}
