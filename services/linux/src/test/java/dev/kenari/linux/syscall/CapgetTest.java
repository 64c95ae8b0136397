package dev.kenari.linux.syscall;

import static dev.kenari.linux.LinuxProgram.check;

import org.junit.jupiter.api.Test;

class CapgetTest {
    private static final String CAPS = """
            #include <linux/capability.h>
            static struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
            static struct __user_cap_data_struct caps[2];
            #define GET() CHECK(syscall(SYS_capget, &header, caps) == 0)
            """;

    @Test
    void aWrongVersionIsCorrected() throws Exception {
        check(CAPS, """
                header.version = 1;
                CHECK(syscall(SYS_capget, &header, 0) == 0 && header.version == _LINUX_CAPABILITY_VERSION_3);
                header.version = 1;
                FAILS(syscall(SYS_capget, &header, caps), EINVAL);
                header.pid = -1;
                FAILS(syscall(SYS_capget, &header, caps), EINVAL);
                header.pid = 4000000;
                FAILS(syscall(SYS_capget, &header, caps), ESRCH);
                """);
    }

    @Test
    void leavingRootLosesCapabilitiesUnlessKept() throws Exception {
        check(CAPS, """
                GET();
                CHECK(caps[0].effective & 1 << CAP_SETUID);
                IN_CHILD({ setuid(1000); GET(); CHECK(!caps[0].effective && !caps[0].permitted && !caps[1].permitted); });
                IN_CHILD({
                    prctl(PR_SET_KEEPCAPS, 1);
                    setuid(1000);
                    GET();
                    CHECK(!caps[0].effective && caps[0].permitted);
                    caps[0].effective = caps[0].permitted;
                    CHECK(syscall(SYS_capset, &header, caps) == 0 && setuid(0) == 0);
                });
                IN_CHILD({
                    seteuid(1000);
                    GET();
                    CHECK(!caps[0].effective && caps[0].permitted);
                    seteuid(0);
                    GET();
                    CHECK(caps[0].effective == caps[0].permitted);
                });
                """);
    }

    @Test
    void onlyShrinks() throws Exception {
        check(CAPS, """
                IN_CHILD({
                    GET();
                    caps[0].permitted = caps[0].effective = 1 << CAP_CHOWN;
                    caps[1].permitted = caps[1].effective = 0;
                    CHECK(syscall(SYS_capset, &header, caps) == 0);
                    caps[0].permitted |= 1 << CAP_KILL;
                    FAILS(syscall(SYS_capset, &header, caps), EPERM);
                    caps[0].permitted = 0;
                    FAILS(syscall(SYS_capset, &header, caps), EPERM);
                    FAILS(setuid(5), EPERM);
                });
                IN_CHILD({
                    CHECK(prctl(PR_CAPBSET_READ, CAP_CHOWN) == 1 && prctl(PR_CAPBSET_DROP, CAP_CHOWN) == 0);
                    CHECK(prctl(PR_CAPBSET_READ, CAP_CHOWN) == 0);
                    FAILS(prctl(PR_CAPBSET_READ, 70), EINVAL);
                });
                IN_CHILD({
                    FAILS(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_CHOWN, 0, 0), EPERM);
                    GET();
                    caps[0].inheritable = 1 << CAP_CHOWN;
                    CHECK(syscall(SYS_capset, &header, caps) == 0);
                    CHECK(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_CHOWN, 0, 0) == 0);
                    CHECK(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, CAP_CHOWN, 0, 0) == 1);
                    CHECK(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) == 0);
                    CHECK(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, CAP_CHOWN, 0, 0) == 0);
                });
                """);
    }
}
