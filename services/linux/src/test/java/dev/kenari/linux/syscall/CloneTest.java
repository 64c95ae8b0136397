package dev.kenari.linux.syscall;

import static dev.kenari.linux.LinuxProgram.check;

import org.junit.jupiter.api.Test;

class CloneTest {
    private static final String STACK = "static char stack[65536] __attribute__((aligned(16)));\n";

    @Test
    void forkCopiesMemory() throws Exception {
        check("static int global = 1;", """
                int local = 1, status;
                int *shared = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
                pid_t child = fork();
                if (child == 0) { global = local = *shared = 2; _exit(0); }
                CHECK(waitpid(child, &status, 0) == child && status == 0);
                CHECK(global == 1 && local == 1 && *shared == 2);
                """);
    }

    @Test
    void vforkSharesMemoryUntilTheChildEnds() throws Exception {
        check("static volatile int global = 1;", """
                int status;
                pid_t child = vfork();
                if (child == 0) { usleep(20000); global = 2; _exit(3); }
                CHECK(global == 2);
                CHECK(waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 3);
                """);
    }

    @Test
    void rejectsFlagsThatContradictEachOther() throws Exception {
        check("", """
                #define TRY(flags) syscall(SYS_clone, flags, 0, 0, 0, 0)
                FAILS(TRY(CLONE_THREAD | SIGCHLD), EINVAL);
                FAILS(TRY(CLONE_SIGHAND | SIGCHLD), EINVAL);
                FAILS(TRY(CLONE_THREAD | CLONE_SIGHAND | SIGCHLD), EINVAL);
                FAILS(TRY(CLONE_NEWNS | CLONE_FS | SIGCHLD), EINVAL);
                FAILS(TRY(CLONE_PIDFD | CLONE_PARENT_SETTID | SIGCHLD), EINVAL);
                """);
    }

    @Test
    void storesTheIdsWhereTold() throws Exception {
        check(STACK + """
                static int parent_tid, child_tid;
                static int child(void *a) { return child_tid == getpid() ? 4 : 5; }
                """, """
                int status;
                pid_t pid = clone(child, stack + sizeof stack,
                    CLONE_VM | CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | SIGCHLD, 0, &parent_tid, 0, &child_tid);
                CHECK(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 4);
                CHECK(parent_tid == pid && child_tid == pid);
                """);
    }

    @Test
    void aVforkChildExecutesItsOwnProgram() throws Exception {
        check("", """
                int status;
                if (argc > 1) return 6;
                pid_t pid = vfork();
                if (pid == 0) { execl("/proc/self/exe", "again", "x", (char *)0); execl("/bin/program", "again", "x", (char *)0); _exit(9); }
                CHECK(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 6);
                """);
    }

    @Test
    void threadsAreOneProcess() throws Exception {
        check("""
                static pid_t pids[4], tids[4];
                static void *run(void *i) { pids[(long)i] = getpid(); tids[(long)i] = gettid(); return i; }
                """, """
                pthread_t threads[4];
                for (long i = 0; i < 4; i++) CHECK(pthread_create(&threads[i], 0, run, (void *)i) == 0);
                for (long i = 0; i < 4; i++) {
                    void *result;
                    CHECK(pthread_join(threads[i], &result) == 0 && result == (void *)i);
                    CHECK(pids[i] == getpid() && tids[i] != getpid());
                    for (int j = 0; j < i; j++) CHECK(tids[i] != tids[j]);
                }
                FAILS(wait(0), ECHILD);
                """);
    }

    @Test
    void exitGroupEndsAllThreads() throws Exception {
        check("static void *spin(void *a) { for (;;); } static void *nap(void *a) { for (;;) pause(); }", """
                int status;
                pid_t pid = fork();
                if (pid == 0) {
                    pthread_t t;
                    pthread_create(&t, 0, spin, 0);
                    pthread_create(&t, 0, nap, 0);
                    usleep(10000);
                    exit(17);
                }
                CHECK(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 17);
                """);
    }

    @Test
    void theLeadersExitLeavesTheOtherThreads() throws Exception {
        check("static void *later(void *a) { usleep(30000); _exit(0); return 0; }", """
                int status;
                pid_t pid = fork();
                if (pid == 0) {
                    pthread_t t;
                    pthread_create(&t, 0, later, 0);
                    syscall(SYS_exit, 5);
                }
                CHECK(waitpid(pid, &status, WNOHANG) == 0);
                CHECK(waitpid(pid, &status, 0) == pid && status == 0);
                """);
    }

    @Test
    void execInAThreadTakesTheLeadersId() throws Exception {
        check("""
                static char *self;
                static char text[20];
                static void *run(void *a) {
                    sprintf(text, "%d", getpid());
                    execl(self, "again", text, (char *)0);
                    execl("/bin/program", "again", text, (char *)0);
                    _exit(9);
                }
                static void *spin(void *a) { for (;;); }
                """, """
                if (argc > 1) { CHECK(getpid() == atoi(argv[1]) && gettid() == getpid()); FAILS(wait(0), ECHILD); return 0; }
                int status;
                pid_t pid = fork();
                if (pid == 0) {
                    pthread_t t;
                    self = argv[0];
                    pthread_create(&t, 0, spin, 0);
                    pthread_create(&t, 0, run, 0);
                    for (;;) pause();
                }
                CHECK(waitpid(pid, &status, 0) == pid);
                CHECK(status == 0);
                """);
    }

    @Test
    void clone3TakesAStructure() throws Exception {
        check("#include <linux/sched.h>\n", """
                struct clone_args args = {.exit_signal = SIGCHLD};
                int status, pidfd = -1;
                FAILS(syscall(SYS_clone3, &args, 8), EINVAL);
                FAILS(syscall(SYS_clone3, &args, 5000), E2BIG);
                args.stack = 4096;
                FAILS(syscall(SYS_clone3, &args, sizeof args), EINVAL);
                args.stack = 0;
                args.flags = CLONE_PIDFD;
                args.pidfd = (uintptr_t)&pidfd;
                pid_t pid = syscall(SYS_clone3, &args, sizeof args);
                if (pid == 0) _exit(fcntl(3, F_GETFD) == -1 ? 8 : 9);
                CHECK(pid > 0 && pidfd >= 0 && fcntl(pidfd, F_GETFD) == FD_CLOEXEC);
                struct pollfd p = {pidfd, POLLIN};
                CHECK(poll(&p, 1, 5000) == 1 && p.revents == POLLIN);
                siginfo_t info;
                CHECK(waitid(P_PIDFD, pidfd, &info, WEXITED) == 0 && info.si_pid == pid && info.si_status == 8);
                FAILS(waitid(P_PIDFD, pidfd, &info, WEXITED), ECHILD);
                """);
    }

    @Test
    void orphansGoToTheSubreaper() throws Exception {
        check("", """
                prctl(PR_SET_CHILD_SUBREAPER, 1);
                int fds[2], status;
                pipe(fds);
                if (fork() == 0) {
                    if (fork() == 0) {
                        char c;
                        close(fds[1]);
                        read(fds[0], &c, 1);
                        _exit(getppid() == atoi("0") ? 1 : 21);
                    }
                    _exit(20);
                }
                CHECK(wait(&status) > 0 && WEXITSTATUS(status) == 20);
                close(fds[1]);
                CHECK(wait(&status) > 0 && WEXITSTATUS(status) == 21);
                """);
    }

    @Test
    void orphansWithoutSubreaperGoToProcessOne() throws Exception {
        dev.kenari.linux.LinuxProgram.checkInKenari("", """
                int fds[2], parent = 0;
                pipe(fds);
                if (fork() == 0) {
                    pid_t old = getpid();
                    if (fork() == 0) {
                        while (getppid() == old) usleep(1000);
                        parent = getppid();
                        write(fds[1], &parent, sizeof parent);
                        _exit(0);
                    }
                    _exit(0);
                }
                read(fds[0], &parent, sizeof parent);
                CHECK(parent == 1);
                """);
    }

    @Test
    void theDeathSignalFollowsTheParent() throws Exception {
        check("", """
                int fds[2];
                char c;
                pipe(fds);
                if (fork() == 0) {
                    int ready[2];
                    pipe(ready);
                    if (fork() == 0) {
                        prctl(PR_SET_PDEATHSIG, SIGKILL);
                        write(ready[1], "r", 1);
                        for (;;) pause();
                    }
                    read(ready[0], &c, 1);
                    _exit(0);
                }
                close(fds[1]);
                CHECK(read(fds[0], &c, 1) == 0);
                """);
    }
}
