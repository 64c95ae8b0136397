package dev.kenari.linux.syscall;

import static dev.kenari.linux.LinuxProgram.check;

import org.junit.jupiter.api.Test;

class GetrlimitTest {
    @Test
    void theSoftLimitMovesBelowTheHardOne() throws Exception {
        check("", """
                IN_CHILD({
                    struct rlimit l = {100, 200};
                    struct rlimit old;
                    CHECK(setrlimit(RLIMIT_NOFILE, &l) == 0 && getrlimit(RLIMIT_NOFILE, &old) == 0);
                    CHECK(old.rlim_cur == 100 && old.rlim_max == 200);
                    CHECK(dup2(0, 99) == 99);
                    FAILS(dup2(0, 100), EBADF);
                    l.rlim_cur = 201;
                    FAILS(setrlimit(RLIMIT_NOFILE, &l), EINVAL);
                    FAILS(getrlimit(99, &old), EINVAL);
                    CHECK(setuid(1000) == 0);
                    l.rlim_cur = 150;
                    CHECK(setrlimit(RLIMIT_NOFILE, &l) == 0);
                    l.rlim_max = 300;
                    FAILS(setrlimit(RLIMIT_NOFILE, &l), EPERM);
                });
                """);
    }

    @Test
    void isInheritedAndSetForOthers() throws Exception {
        check("", """
                struct rlimit l = {50, 60}, old;
                CHECK(setrlimit(RLIMIT_CORE, &l) == 0);
                int fds[2];
                char c;
                pipe(fds);
                pid_t a = fork();
                if (a == 0) {
                    close(fds[1]);
                    read(fds[0], &c, 1);
                    CHECK(getrlimit(RLIMIT_CORE, &old) == 0 && old.rlim_cur == 7);
                    _exit(0);
                }
                l.rlim_cur = 7;
                CHECK(prlimit(a, RLIMIT_CORE, &l, &old) == 0 && old.rlim_cur == 50 && old.rlim_max == 60);
                close(fds[1]);
                int status;
                CHECK(waitpid(a, &status, 0) == a && status == 0);
                FAILS(prlimit(999999, RLIMIT_CORE, 0, &old), ESRCH);
                """);
    }

    @Test
    void processesOfAUserAreCounted() throws Exception {
        check("", """
                IN_CHILD({
                    struct rlimit l = {1, 1};
                    CHECK(setrlimit(RLIMIT_NPROC, &l) == 0 && setuid(12345) == 0);
                    FAILS(fork(), EAGAIN);
                });
                """);
    }

    @Test
    void theStackGrowsUpToItsLimit() throws Exception {
        check("static int deep(int n) { volatile char page[4096]; page[0] = n; return n == 0 ? 0 : deep(n - 1) + page[0]; }", """
                int status;
                pid_t a = fork();
                if (a == 0) {
                    struct rlimit l = {1 << 20, 1 << 20};
                    setrlimit(RLIMIT_STACK, &l);
                    if (deep(200) == 1) _exit(1);
                    deep(2000);
                    _exit(2);
                }
                CHECK(waitpid(a, &status, 0) == a && WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
                """);
    }
}
