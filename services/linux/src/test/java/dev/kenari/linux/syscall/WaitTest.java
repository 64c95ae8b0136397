package dev.kenari.linux.syscall;

import static dev.kenari.linux.CrossCompiler.freestanding;
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
}
