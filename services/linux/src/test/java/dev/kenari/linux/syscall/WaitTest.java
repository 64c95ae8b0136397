package dev.kenari.linux.syscall;

import static dev.kenari.linux.CrossCompiler.freestanding;
import static dev.kenari.linux.LinuxProgram.check;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.linux.Guest;
import org.junit.jupiter.api.Test;

class WaitTest {
    @Test
    void theCommandsExitCodeIsTheKernels() throws Exception {
        byte[] program = freestanding("int start(W *sp) { return 7; }");
        assertThat(new Guest().file("/bin/program", program).run("program").status()).isEqualTo(7);
    }

    @Test
    void forkExecWaitExit() throws Exception {
        byte[] parent = freestanding("""
                int start(W *sp) {
                    int status = 0;
                    W pid = S(CLONE, 17, 0, 0, 0, 0);
                    if (pid == 0) {
                        char *argv[] = {"child", "one", 0}, *envp[] = {"A=b", 0};
                        S(EXECVE, "/bin/child", argv, envp);
                        return 99;
                    }
                    CHECK(pid > 0);
                    CHECK(S(WAIT4, -1, &status, 0, 0) == pid);
                    CHECK(S(WAIT4, -1, &status, 0, 0) == -10);
                    return status >> 8;
                }
                """);
        byte[] child = freestanding("""
                int start(W *sp) {
                    char **argv = (char **)(sp + 1), **envp = argv + sp[0] + 1;
                    CHECK(sp[0] == 2 && argv[0][0] == 'c' && argv[1][0] == 'o' && !argv[2]);
                    CHECK(envp[0][0] == 'A' && !envp[1]);
                    return 42;
                }
                """);
        Guest.Result result = new Guest().file("/bin/parent", parent).file("/bin/child", child).run("parent");
        assertThat(result.log()).isEmpty();
        assertThat(result.status()).isEqualTo(42);
    }

    @Test
    void reportsHowAChildEnded() throws Exception {
        check("", """
                int status;
                pid_t a = fork();
                if (a == 0) _exit(300);
                CHECK(waitpid(a, &status, 0) == a && WIFEXITED(status) && WEXITSTATUS(status) == 44);
                a = fork();
                if (a == 0) { raise(SIGKILL); }
                CHECK(waitpid(a, &status, 0) == a && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
                FAILS(waitpid(a, &status, 0), ECHILD);
                FAILS(waitpid(-1, &status, 64), EINVAL);
                """);
    }

    @Test
    void selectsChildrenByIdAndGroup() throws Exception {
        check("", """
                int status;
                pid_t a = fork();
                if (a == 0) { setpgid(0, 0); _exit(1); }
                setpgid(a, a);
                pid_t b = fork();
                if (b == 0) _exit(2);
                CHECK(waitpid(b, &status, 0) == b);
                FAILS(waitpid(0, &status, 0), ECHILD);
                FAILS(waitpid(b, &status, WNOHANG), ECHILD);
                CHECK(waitpid(-a, &status, 0) == a && WEXITSTATUS(status) == 1);
                """);
    }

    @Test
    void stopsAndContinuesAreReportedOnce() throws Exception {
        check("", """
                int status;
                pid_t a = fork();
                if (a == 0) { for (;;) pause(); }
                CHECK(waitpid(a, &status, WNOHANG) == 0);
                kill(a, SIGSTOP);
                CHECK(waitpid(a, &status, WUNTRACED) == a && WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
                CHECK(waitpid(a, &status, WUNTRACED | WNOHANG) == 0);
                kill(a, SIGCONT);
                CHECK(waitpid(a, &status, WCONTINUED) == a && WIFCONTINUED(status));
                CHECK(waitpid(a, &status, WCONTINUED | WNOHANG) == 0);
                kill(a, SIGTERM);
                CHECK(waitpid(a, &status, 0) == a && WTERMSIG(status) == SIGTERM);
                """);
    }

    @Test
    void waitidFillsInSiginfo() throws Exception {
        check("", """
                siginfo_t info;
                pid_t a = fork();
                if (a == 0) _exit(5);
                CHECK(waitid(P_PID, a, &info, WEXITED | WNOWAIT) == 0);
                CHECK(info.si_pid == a && info.si_code == CLD_EXITED && info.si_status == 5 && info.si_signo == SIGCHLD);
                CHECK(waitid(P_ALL, 0, &info, WEXITED) == 0 && info.si_pid == a);
                FAILS(waitid(P_ALL, 0, &info, WEXITED), ECHILD);
                FAILS(waitid(P_ALL, 0, &info, 0), EINVAL);
                FAILS(waitid(P_PID, 0, &info, WEXITED), EINVAL);
                a = fork();
                if (a == 0) { for (;;) pause(); }
                info.si_pid = 77;
                CHECK(waitid(P_PID, a, &info, WEXITED | WNOHANG) == 0 && info.si_pid == 0);
                kill(a, SIGKILL);
                CHECK(waitid(P_PID, a, &info, WEXITED) == 0 && info.si_code == CLD_KILLED && info.si_status == SIGKILL);
                """);
    }

    @Test
    void ignoringSigchldLeavesNoZombies() throws Exception {
        check("", """
                signal(SIGCHLD, SIG_IGN);
                for (int i = 0; i < 3; i++) if (fork() == 0) _exit(i);
                FAILS(wait(0), ECHILD);
                struct sigaction no = {.sa_handler = SIG_DFL, .sa_flags = SA_NOCLDWAIT};
                sigaction(SIGCHLD, &no, 0);
                if (fork() == 0) _exit(0);
                FAILS(wait(0), ECHILD);
                """);
    }

    @Test
    void cloneChildrenNeedWalltOrWclone() throws Exception {
        check("static int nothing(void *a) { return 9; } static char stack[65536] __attribute__((aligned(16)));", """
                int status;
                pid_t a = clone(nothing, stack + sizeof stack, 0, 0);
                CHECK(a > 0);
                FAILS(waitpid(a, &status, 0), ECHILD);
                CHECK(waitpid(a, &status, __WALL) == a && WEXITSTATUS(status) == 9);
                a = clone(nothing, stack + sizeof stack, 0, 0);
                CHECK(waitpid(a, &status, __WCLONE) == a);
                """);
    }

    @Test
    void addsTheChildsResources() throws Exception {
        check("", """
                struct rusage usage, children;
                pid_t a = fork();
                if (a == 0) { struct rusage u; do getrusage(RUSAGE_SELF, &u); while (u.ru_utime.tv_usec < 20000); _exit(0); }
                CHECK(wait4(a, 0, 0, &usage) == a && usage.ru_utime.tv_usec >= 20000);
                CHECK(getrusage(RUSAGE_CHILDREN, &children) == 0 && children.ru_utime.tv_usec >= usage.ru_utime.tv_usec);
                CHECK(children.ru_maxrss > 0);
                FAILS(getrusage(2, &children), EINVAL);
                """);
    }
}
