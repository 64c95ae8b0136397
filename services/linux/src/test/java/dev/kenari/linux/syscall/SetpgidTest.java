package dev.kenari.linux.syscall;

import static dev.kenari.linux.LinuxProgram.check;

import org.junit.jupiter.api.Test;

class SetpgidTest {
    @Test
    void movesItselfAndItsChildren() throws Exception {
        check("", """
                int status;
                IN_CHILD({
                    CHECK(setpgid(0, 0) == 0 && getpgrp() == getpid());
                    pid_t a = fork();
                    if (a == 0) { for (;;) pause(); }
                    CHECK(getpgid(a) == getpid());
                    CHECK(setpgid(a, a) == 0 && getpgid(a) == a);
                    CHECK(setpgid(a, getpid()) == 0);
                    FAILS(setpgid(a, -1), EINVAL);
                    FAILS(setpgid(a, 999999), EPERM);
                    FAILS(setpgid(getppid(), 0), ESRCH);
                    FAILS(setpgid(999999, 0), ESRCH);
                    FAILS(getpgid(999999), ESRCH);
                    kill(a, SIGKILL);
                });
                """);
    }

    @Test
    void notAfterTheChildExecuted() throws Exception {
        check("", """
                if (argc > 1) { write(1, "", 0); char c; read(atoi(argv[1]), &c, 1); return 0; }
                int fds[2], synced[2];
                char c, number[20];
                pipe(fds);
                pipe2(synced, O_CLOEXEC);
                sprintf(number, "%d", fds[0]);
                pid_t a = fork();
                if (a == 0) { close(fds[1]); execl("/proc/self/exe", "x", number, (char *)0); execl("/bin/program", "x", number, (char *)0); _exit(1); }
                close(synced[1]);
                read(synced[0], &c, 1);
                FAILS(setpgid(a, a), EACCES);
                close(fds[1]);
                wait(0);
                """);
    }

    @Test
    void sessionsAreBegunByNoLeader() throws Exception {
        check("", """
                IN_CHILD({
                    CHECK(setsid() == getpid() && getsid(0) == getpid() && getpgrp() == getpid());
                    FAILS(setsid(), EPERM);
                    FAILS(setpgid(0, 0), EPERM);
                    pid_t a = fork();
                    if (a == 0) { CHECK(setsid() == getpid()); for (;;) pause(); }
                    while (getsid(a) != a) usleep(1000);
                    FAILS(setpgid(a, getpid()), EPERM);
                    kill(a, SIGKILL);
                });
                FAILS(getsid(999999), ESRCH);
                """);
    }

    @Test
    void anOrphanedStoppedGroupIsHungUp() throws Exception {
        check("static volatile int hung; static void hup(int s) { hung = 1; }", """
                int fds[2], status;
                char c;
                pipe(fds);
                prctl(PR_SET_CHILD_SUBREAPER, 1);
                if (fork() == 0) {
                    setsid();
                    pid_t a = fork();
                    if (a == 0) {
                        setpgid(0, 0);
                        signal(SIGHUP, hup);
                        raise(SIGSTOP);
                        c = hung ? 'h' : 'n';
                        write(fds[1], &c, 1);
                        _exit(0);
                    }
                    waitpid(a, &status, WUNTRACED);
                    _exit(0);
                }
                CHECK(read(fds[0], &c, 1) == 1 && c == 'h');
                """);
    }
}
