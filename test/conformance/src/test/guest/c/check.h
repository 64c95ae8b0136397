/* Each behaviour prints one line "man_page.behaviour: result"; the lines are compared with real Linux's. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/times.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#define SHOW(name, ...) (printf("%s: ", name), printf(__VA_ARGS__), printf("\n"), fflush(stdout))

/* The result of a call that returns -1 on failure: its value, or the errno's name. */
static inline const char *outcome(long result) {
    static char text[8][32];
    static int next;
    char *out = text[next++ & 7];
    if (result == -1) {
        snprintf(out, 32, "%s", strerrorname_np(errno));
    } else {
        snprintf(out, 32, "%ld", result);
    }
    return out;
}

/* Whether a call succeeded, without its value (descriptors and pids differ between systems). */
static inline const char *ok(long result) {
    return result == -1 ? strerrorname_np(errno) : "ok";
}

/* The outcome of a call, then what it left behind, which is looked at after it. */
#define SHOW_THEN(name, call, ...)               \
    do {                                         \
        const char *outcome_ = outcome(call);    \
        printf("%s: %s", name, outcome_);        \
        printf(__VA_ARGS__);                     \
        printf("\n");                            \
        fflush(stdout);                          \
    } while (0)

/* A fresh directory that becomes the working directory. */
static inline void scratch(void) {
    char name[] = "/tmp/check.XXXXXX";
    if (!mkdtemp(name) || chdir(name)) {
        perror("scratch");
        exit(2);
    }
    umask(022);
}

static inline void sleep_ms(int ms) {
    struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
    while (nanosleep(&t, &t) && errno == EINTR) {
    }
}

/* Runs the block in a child and shows how it ended. */
#define IN_CHILD(name, ...)                                                         \
    do {                                                                            \
        fflush(stdout);                                                             \
        pid_t child_ = fork();                                                      \
        if (child_ == 0) {                                                          \
            __VA_ARGS__;                                                            \
            _exit(0);                                                               \
        }                                                                           \
        int status_;                                                                \
        waitpid(child_, &status_, 0);                                               \
        if (WIFSIGNALED(status_))                                                   \
            SHOW(name, "killed by SIG%s", sigabbrev_np(WTERMSIG(status_)));         \
        else                                                                        \
            SHOW(name, "exit %d", WEXITSTATUS(status_));                            \
    } while (0)
