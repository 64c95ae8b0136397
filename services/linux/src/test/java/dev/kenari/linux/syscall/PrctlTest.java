package dev.kenari.linux.syscall;

import static dev.kenari.linux.LinuxProgram.check;

import org.junit.jupiter.api.Test;

class PrctlTest {
    @Test
    void namesThreads() throws Exception {
        check("", """
                char name[16];
                CHECK(prctl(PR_SET_NAME, "a name that is too long") == 0);
                CHECK(prctl(PR_GET_NAME, name) == 0 && !strcmp(name, "a name that is "));
                FAILS(prctl(PR_SET_NAME, 1), EFAULT);
                """);
    }

    @Test
    void readsBackWhatItSets() throws Exception {
        check("", """
                int value = 9;
                CHECK(prctl(PR_SET_PDEATHSIG, SIGUSR1) == 0 && prctl(PR_GET_PDEATHSIG, &value) == 0 && value == SIGUSR1);
                FAILS(prctl(PR_SET_PDEATHSIG, 65), EINVAL);
                CHECK(prctl(PR_SET_DUMPABLE, 0) == 0 && prctl(PR_GET_DUMPABLE) == 0);
                FAILS(prctl(PR_SET_DUMPABLE, 2), EINVAL);
                CHECK(prctl(PR_SET_TIMERSLACK, 1234) == 0 && prctl(PR_GET_TIMERSLACK) == 1234);
                CHECK(prctl(PR_SET_TIMERSLACK, 0) == 0 && prctl(PR_GET_TIMERSLACK) == 50000);
                CHECK(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0 && prctl(PR_GET_CHILD_SUBREAPER, &value) == 0 && value == 1);
                CHECK(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0);
                FAILS(prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0), EINVAL);
                CHECK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
                FAILS(prctl(9999), EINVAL);
                """);
    }

    @Test
    void noNewPrivilegesAndNamesAreInherited() throws Exception {
        check("", """
                char name[16];
                prctl(PR_SET_NAME, "parent");
                prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
                prctl(PR_SET_PDEATHSIG, SIGUSR1);
                IN_CHILD({
                    int value = 1;
                    CHECK(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
                    CHECK(prctl(PR_GET_NAME, name) == 0 && !strcmp(name, "parent"));
                    CHECK(prctl(PR_GET_PDEATHSIG, &value) == 0 && value == 0);
                });
                """);
    }
}
