/*
 * micro SECONDS EXEC [ARG...]: what the system's services cost, one line each: name, a tab, nanoseconds an operation (the median of nine
 * batches). Before, each goes on for SECONDS: there may be somebody who compiles meanwhile. EXEC is what the exec test runs.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define BATCHES 9
#define BATCH 10e6

static double warm_up;
static char **program;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

static void check(int good, const char *what) {
    if (!good) {
        perror(what);
        exit(1);
    }
}

static void measure(const char *name, void (*operation)(long), long count) {
    double results[BATCHES];
    double start = now();
    for (double took = 0; took < BATCH || now() - start < warm_up; ) {
        double before = now();
        operation(count);
        took = now() - before;
        count = took < BATCH ? count * 2 : count;
    }
    for (int i = 0; i < BATCHES; i++) {
        double before = now();
        operation(count);
        results[i] = (now() - before) / count;
    }
    qsort(results, BATCHES, sizeof results[0], ascending);
    printf("%s\t%.1f\n", name, results[BATCHES / 2]);
    fflush(stdout);
}

static void parent_id(long n) {
    while (n-- > 0) {
        syscall(SYS_getppid);
    }
}

static void time_of_day(long n) {
    struct timespec t;
    while (n-- > 0) {
        clock_gettime(CLOCK_REALTIME, &t);
    }
}

static void yield(long n) {
    while (n-- > 0) {
        sched_yield();
    }
}

static void open_close(long n) {
    while (n-- > 0) {
        int fd = open("/etc/passwd", O_RDONLY);
        check(fd >= 0, "open");
        close(fd);
    }
}

static void status(long n) {
    struct stat s;
    while (n-- > 0) {
        check(stat("/etc/passwd", &s) == 0, "stat");
    }
}

static volatile long caught;

static void on_signal(int number) {
    caught += number != 0;
}

static void signal_self(long n) {
    signal(SIGUSR1, on_signal);
    while (n-- > 0) {
        raise(SIGUSR1);
    }
}

static void first_touch(long n) {
    char *pages = mmap(NULL, n * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    check(pages != MAP_FAILED, "mmap");
    for (long i = 0; i < n; i++) {
        pages[i * 4096] = 1;
    }
    munmap(pages, n * 4096);
}

static void copy_on_write(long n) {
    char *pages = mmap(NULL, n * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    check(pages != MAP_FAILED, "mmap");
    for (long i = 0; i < n; i++) {
        pages[i * 4096] = 1;
    }
    pid_t child = fork();
    check(child >= 0, "fork");
    if (child == 0) {
        for (long i = 0; i < n; i++) {
            pages[i * 4096] = 2;
        }
        _exit(0);
    }
    waitpid(child, NULL, 0);
    munmap(pages, n * 4096);
}

static void map_touch_unmap(long n) {
    while (n-- > 0) {
        char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        check(page != MAP_FAILED, "mmap");
        page[0] = 1;
        munmap(page, 4096);
    }
}

static void protect(long n) {
    char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    check(page != MAP_FAILED, "mmap");
    while (n-- > 0) {
        page[0] = 1;
        check(mprotect(page, 4096, PROT_READ) == 0, "mprotect");
        check(mprotect(page, 4096, PROT_READ | PROT_WRITE) == 0, "mprotect");
    }
    munmap(page, 4096);
}

static int turn;
static long turns;

static void pass_turn(int mine, long n) {
    while (n-- > 0) {
        int now;
        while ((now = __atomic_load_n(&turn, __ATOMIC_ACQUIRE)) != mine) {
            syscall(SYS_futex, &turn, FUTEX_WAIT_PRIVATE, now, NULL, NULL, 0);
        }
        __atomic_store_n(&turn, 1 - mine, __ATOMIC_RELEASE);
        syscall(SYS_futex, &turn, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
    }
}

static void *second(void *unused) {
    pass_turn(1, turns);
    return unused;
}

static void futex_round_trip(long n) {
    pthread_t thread;
    turn = 0;
    turns = n;
    check(pthread_create(&thread, NULL, second, NULL) == 0, "pthread_create");
    pass_turn(0, n);
    pthread_join(thread, NULL);
}

static void *nothing(void *unused) {
    return unused;
}

static void create_thread(long n) {
    while (n-- > 0) {
        pthread_t thread;
        check(pthread_create(&thread, NULL, nothing, NULL) == 0, "pthread_create");
        pthread_join(thread, NULL);
    }
}

static void pipe_self(long n) {
    int ends[2];
    char block[64] = {0};
    check(pipe(ends) == 0, "pipe");
    while (n-- > 0) {
        check(write(ends[1], block, sizeof block) == sizeof block, "write");
        check(read(ends[0], block, sizeof block) == sizeof block, "read");
    }
    close(ends[0]);
    close(ends[1]);
}

static void pipe_round_trip(long n) {
    int there[2], back[2];
    char byte = 0;
    check(pipe(there) == 0 && pipe(back) == 0, "pipe");
    pid_t child = fork();
    check(child >= 0, "fork");
    if (child == 0) {
        close(there[1]);
        while (read(there[0], &byte, 1) == 1) {
            check(write(back[1], &byte, 1) == 1, "write");
        }
        _exit(0);
    }
    close(there[0]);
    while (n-- > 0) {
        check(write(there[1], &byte, 1) == 1, "write");
        check(read(back[0], &byte, 1) == 1, "read");
    }
    close(there[1]);
    close(back[0]);
    close(back[1]);
    waitpid(child, NULL, 0);
}

static void fork_exit(long n) {
    while (n-- > 0) {
        pid_t child = fork();
        check(child >= 0, "fork");
        if (child == 0) {
            _exit(0);
        }
        waitpid(child, NULL, 0);
    }
}

static void fork_exec(long n) {
    while (n-- > 0) {
        pid_t child = fork();
        check(child >= 0, "fork");
        if (child == 0) {
            int null = open("/dev/null", O_WRONLY);
            dup2(null, 1);
            execvp(program[0], program);
            _exit(127);
        }
        int result;
        waitpid(child, &result, 0);
        if (result != 0) {
            fprintf(stderr, "micro: %s ended with status %#x\n", program[0], result);
            exit(1);
        }
    }
}

int main(int argc, char **argv) {
    check(argc > 2, "micro SECONDS EXEC");
    warm_up = atof(argv[1]) * 1e9;
    program = argv + 2;
    measure("getppid", parent_id, 1000);
    measure("clock_gettime", time_of_day, 1000);
    measure("sched_yield", yield, 1000);
    measure("open and close", open_close, 100);
    measure("stat", status, 100);
    measure("signal to self, handler, return", signal_self, 100);
    measure("first touch of a page", first_touch, 64);
    measure("fork, copy on write, exit; a page", copy_on_write, 64);
    measure("mmap, touch, munmap of a page", map_touch_unmap, 100);
    measure("store, mprotect twice", protect, 100);
    measure("futex, round trip of two threads", futex_round_trip, 100);
    measure("thread, create and join", create_thread, 10);
    measure("pipe, 64 bytes to self", pipe_self, 100);
    measure("pipe, round trip of two processes", pipe_round_trip, 100);
    measure("fork, exit, wait", fork_exit, 4);
    measure("fork, exec of static hello, wait", fork_exec, 2);
    return 0;
}
