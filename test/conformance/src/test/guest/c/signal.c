#include "check.h"

static volatile int count, last, code, value, order[8], orders;
static volatile void *address;
static sigjmp_buf env;

static void on(int s) {
    count++;
    last = s;
}
static void info(int s, siginfo_t *i, void *c) {
    count++;
    last = s;
    code = i->si_code;
    value = i->si_value.sival_int;
    address = i->si_addr;
    if (orders < 8) order[orders++] = i->si_value.sival_int;
}
static void jump(int s, siginfo_t *i, void *c) {
    code = i->si_code;
    address = i->si_addr;
    siglongjmp(env, s);
}
static void set(int s, void *f, int flags) {
    struct sigaction a = {.sa_sigaction = f, .sa_flags = flags};
    sigemptyset(&a.sa_mask);
    sigaction(s, &a, NULL);
}
static int onStack;
static char altStack[65536];
static void where(int s) {
    char here;
    onStack = &here >= altStack && &here < altStack + sizeof altStack;
}
static volatile int depth, deepest;
static void nest(int s) {
    depth++;
    if (depth > deepest) deepest = depth;
    if (deepest < 3) raise(s);
    depth--;
}

int main(void) {
    scratch();
    set(SIGUSR1, on, 0);
    raise(SIGUSR1);
    SHOW("signal.handlerRuns", "%d %d", count, last == SIGUSR1);
    SHOW("kill.nobody", "%s", outcome(kill(999999, 0)));
    SHOW("kill.badSignal", "%s", outcome(kill(getpid(), 99)));
    SHOW("kill.zeroChecks", "%s", outcome(kill(getpid(), 0)));
    struct sigaction a = {.sa_handler = SIG_IGN};
    SHOW("sigaction.killIsFixed", "%s", outcome(sigaction(SIGKILL, &a, NULL)));
    SHOW("sigaction.badNumber", "%s", outcome(syscall(SYS_rt_sigaction, 65, NULL, NULL, 8)));
    SHOW("sigaction.badSetSize", "%s", outcome(syscall(SYS_rt_sigaction, SIGUSR1, NULL, NULL, 4)));
    sigset_t m, old, pending;
    sigemptyset(&m);
    sigaddset(&m, SIGUSR1);
    sigprocmask(SIG_BLOCK, &m, &old);
    count = 0;
    raise(SIGUSR1);
    raise(SIGUSR1);
    sigpending(&pending);
    SHOW("sigprocmask.blocks", "%d", count);
    SHOW("sigpending.shows", "%d", sigismember(&pending, SIGUSR1));
    sigprocmask(SIG_SETMASK, &old, NULL);
    SHOW("signal.standardDoNotQueue", "%d", count);
    sigaddset(&m, SIGKILL);
    sigaddset(&m, SIGSTOP);
    sigprocmask(SIG_BLOCK, &m, NULL);
    sigprocmask(SIG_BLOCK, NULL, &pending);
    SHOW("sigprocmask.killNeverBlocked", "%d", sigismember(&pending, SIGKILL));
    sigprocmask(SIG_SETMASK, &old, NULL);
    set(SIGRTMIN, info, SA_SIGINFO);
    set(SIGRTMIN + 1, info, SA_SIGINFO);
    sigemptyset(&m);
    sigaddset(&m, SIGRTMIN);
    sigaddset(&m, SIGRTMIN + 1);
    sigprocmask(SIG_BLOCK, &m, NULL);
    sigqueue(getpid(), SIGRTMIN + 1, (union sigval){.sival_int = 3});
    sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = 1});
    sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = 2});
    count = 0;
    siginfo_t si;
    struct timespec zero = {0, 0};
    SHOW_THEN("sigtimedwait.takes", sigtimedwait(&m, &si, &zero) == SIGRTMIN, " %d", si.si_value.sival_int);
    sigprocmask(SIG_SETMASK, &old, NULL);
    SHOW("signal.realtimeQueues", "%d", count);
    SHOW("sigqueue.code", "%d", code == SI_QUEUE);
    SHOW("sigtimedwait.timeout", "%s", outcome(sigtimedwait(&m, &si, &zero)));
    set(SIGUSR2, on, SA_RESETHAND);
    raise(SIGUSR2);
    struct sigaction now;
    sigaction(SIGUSR2, NULL, &now);
    SHOW("sigaction.resetHand", "%d", now.sa_handler == SIG_DFL);
    set(SIGUSR1, nest, SA_NODEFER);
    raise(SIGUSR1);
    SHOW("sigaction.nodefer", "%d", deepest);
    stack_t ss = {.ss_sp = altStack, .ss_size = sizeof altStack}, got;
    SHOW("sigaltstack.sets", "%s", outcome(sigaltstack(&ss, NULL)));
    sigaltstack(NULL, &got);
    SHOW("sigaltstack.gets", "%d %d", got.ss_sp == altStack, got.ss_flags);
    set(SIGUSR2, where, SA_ONSTACK);
    raise(SIGUSR2);
    SHOW("sigaltstack.used", "%d", onStack);
    ss.ss_size = 100;
    SHOW("sigaltstack.tooSmall", "%s", outcome(sigaltstack(&ss, NULL)));
    set(SIGSEGV, jump, SA_SIGINFO);
    set(SIGBUS, jump, SA_SIGINFO);
    set(SIGILL, jump, SA_SIGINFO);
    set(SIGTRAP, jump, SA_SIGINFO);
    if (!sigsetjmp(env, 1)) *(volatile int *)0x1230 = 1;
    SHOW("sigsegv.notMapped", "%d %p", code == SEGV_MAPERR, address);
    char *ro = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (!sigsetjmp(env, 1)) ro[5] = 1;
    SHOW("sigsegv.notPermitted", "%d %d", code == SEGV_ACCERR, address == ro + 5);
    if (!sigsetjmp(env, 1)) ((void (*)(void))ro)();
    SHOW("sigsegv.notExecutable", "%d %d", code == SEGV_ACCERR, address == ro);
    int fd = open("f", O_CREAT | O_RDWR, 0600);
    ftruncate(fd, 100);
    char *file = mmap(NULL, 8192, PROT_READ, MAP_SHARED, fd, 0);
    if (!sigsetjmp(env, 1)) (void)*(volatile char *)(file + 5000);
    SHOW("sigbus.beyondFile", "%d %d", code == BUS_ADRERR, address == file + 5000);
    set(SIGALRM, on, SA_RESTART);
    int p[2];
    pipe(p);
    count = 0;
    struct itimerval it = {{0, 0}, {0, 20000}};
    setitimer(ITIMER_REAL, &it, NULL);
    if (fork() == 0) {
        sleep_ms(60);
        write(p[1], "r", 1);
        _exit(0);
    }
    char c;
    long r = read(p[0], &c, 1);
    SHOW("signal.restartsRead", "%ld %d", r, count);
    wait(NULL);
    set(SIGALRM, on, 0);
    /* Again and again: a slow machine may get the first before it waits. */
    it.it_interval = it.it_value;
    setitimer(ITIMER_REAL, &it, NULL);
    SHOW("signal.interruptsRead", "%s", outcome(read(p[0], &c, 1)));
    setitimer(ITIMER_REAL, &it, NULL);
    SHOW("pause.interrupted", "%s", outcome(pause()));
    set(SIGALRM, on, SA_RESTART);
    setitimer(ITIMER_REAL, &it, NULL);
    struct pollfd pf = {p[0], POLLIN, 0};
    SHOW("poll.neverRestarts", "%s", outcome(poll(&pf, 1, 20000)));
    setitimer(ITIMER_REAL, &it, NULL);
    struct timespec d = {100, 0}, left = {0, 0};
    SHOW("nanosleep.interrupted", "%s", outcome(nanosleep(&d, &left)));
    SHOW("nanosleep.remaining", "%d", left.tv_sec < 100 && left.tv_sec > 50);
    sigfillset(&m);
    sigdelset(&m, SIGALRM);
    setitimer(ITIMER_REAL, &it, NULL);
    SHOW("sigsuspend.interrupted", "%s", outcome(sigsuspend(&m)));
    setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
    IN_CHILD("signal.termKills", raise(SIGTERM));
    IN_CHILD("signal.chldIgnored", raise(SIGCHLD));
    IN_CHILD("abort.kills", abort());
    IN_CHILD("signal.segvBlockedKills", sigfillset(&m); sigprocmask(SIG_BLOCK, &m, NULL); *(volatile int *)8 = 0);
    IN_CHILD("signal.ignoredSegvKills", signal(SIGSEGV, SIG_IGN); *(volatile int *)8 = 0);
    IN_CHILD("alarm.kills", signal(SIGALRM, SIG_DFL); alarm(1); pause());
    alarm(50);
    SHOW("alarm.remaining", "%d", alarm(0) > 48);
    pid_t child = fork();
    if (child == 0) {
        for (;;) pause();
    }
    int status;
    kill(child, SIGSTOP);
    waitpid(child, &status, WUNTRACED);
    SHOW("wait.stopped", "%d %d", WIFSTOPPED(status), WSTOPSIG(status) == SIGSTOP);
    kill(child, SIGCONT);
    waitpid(child, &status, WCONTINUED);
    SHOW("wait.continued", "%d", WIFCONTINUED(status));
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    SHOW("wait.killed", "%d", WTERMSIG(status) == SIGKILL);
    set(SIGCHLD, info, SA_SIGINFO);
    count = 0;
    if (fork() == 0) _exit(9);
    while (!count) sleep_ms(5);
    SHOW("sigchld.exited", "%d %d", last == SIGCHLD, code == CLD_EXITED);
    wait(NULL);
    signal(SIGCHLD, SIG_IGN);
    if (fork() == 0) _exit(1);
    SHOW("sigchld.ignoredReaps", "%s", outcome(wait(NULL)));
    return 0;
}
