package dev.kenari.linux.syscall;

import static dev.kenari.linux.LinuxProgram.check;

import org.junit.jupiter.api.Test;

class SetuidTest {
    @Test
    void rootDropsEverythingForGood() throws Exception {
        check("", """
                IN_CHILD({
                    uid_t r, e, s;
                    CHECK(setgid(2000) == 0 && setuid(1000) == 0);
                    CHECK(getresuid(&r, &e, &s) == 0 && r == 1000 && e == 1000 && s == 1000);
                    CHECK(getresgid(&r, &e, &s) == 0 && r == 2000 && e == 2000 && s == 2000);
                    FAILS(setuid(0), EPERM);
                    FAILS(seteuid(0), EPERM);
                    FAILS(setgid(0), EPERM);
                    CHECK(setuid(1000) == 0);
                });
                """);
    }

    @Test
    void theSavedIdAllowsTheWayBack() throws Exception {
        check("", """
                IN_CHILD({
                    CHECK(setresuid(1000, 1001, 1002) == 0);
                    CHECK(seteuid(1002) == 0 && seteuid(1000) == 0 && seteuid(1002) == 0);
                    FAILS(seteuid(1001), EPERM);
                    CHECK(setresuid(1002, -1, -1) == 0 && getuid() == 1002);
                });
                IN_CHILD({
                    CHECK(setreuid(1000, 1001) == 0);
                    uid_t r; uid_t e; uid_t s;
                    CHECK(getresuid(&r, &e, &s) == 0 && s == 1001);
                    CHECK(setreuid(1001, 1000) == 0 && getuid() == 1001 && geteuid() == 1000);
                    FAILS(setreuid(5, -1), EPERM);
                });
                """);
    }

    @Test
    void fileSystemIdFollowsAndCanBeAlone() throws Exception {
        check("#include <sys/fsuid.h>\n", """
                IN_CHILD({
                    CHECK(setfsuid(1000) == 0 && setfsuid(-1) == 1000);
                    CHECK(geteuid() == 0);
                    CHECK(seteuid(1001) == 0 && setfsuid(-1) == 1001);
                    setfsuid(7);
                    CHECK(setfsuid(-1) == 1001);
                });
                """);
    }

    @Test
    void groupsNeedTheCapability() throws Exception {
        check("#include <grp.h>\n", """
                IN_CHILD({
                    gid_t set[3] = {30, 10, 20};
                    gid_t got[3];
                    CHECK(setgroups(3, set) == 0 && getgroups(0, 0) == 3);
                    FAILS(getgroups(2, got), EINVAL);
                    CHECK(getgroups(3, got) == 3 && got[0] == 10 && got[1] == 20 && got[2] == 30);
                    CHECK(setuid(1000) == 0);
                    FAILS(setgroups(0, 0), EPERM);
                });
                """);
    }

    @Test
    void aSetUserIdProgramRunsAsItsOwner() throws Exception {
        dev.kenari.linux.LinuxProgram.checkInKenari("#include <sys/auxv.h>\n", """
                uid_t r, e, s;
                if (argc > 1) {
                    CHECK(getresuid(&r, &e, &s) == 0 && r == 1000 && e == 1234 && s == 1234);
                    CHECK(getauxval(AT_SECURE) == 1 && getauxval(AT_UID) == 1000 && getauxval(AT_EUID) == 1234);
                    CHECK(prctl(PR_GET_DUMPABLE) == 0);
                    return 0;
                }
                CHECK(chown("/bin/program", 1234, 0) == 0 && chmod("/bin/program", 04755) == 0);
                IN_CHILD({ setuid(1000); execl("/bin/program", "x", "y", (char *)0); _exit(1); });
                pid_t p = fork();
                if (p == 0) { prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); setuid(1000); execl("/bin/program", "x", "y", (char *)0); _exit(9); }
                int status;
                CHECK(waitpid(p, &status, 0) == p && WEXITSTATUS(status) == 1);
                CHECK(lseek(1, 0, SEEK_SET) == 0 && ftruncate(1, 0) == 0);
                """);
    }
}
