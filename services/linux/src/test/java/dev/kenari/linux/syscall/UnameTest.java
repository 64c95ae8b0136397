package dev.kenari.linux.syscall;

import static dev.kenari.linux.LinuxProgram.check;

import org.junit.jupiter.api.Test;

class UnameTest {
    @Test
    void namesTheSystemAndTheHost() throws Exception {
        dev.kenari.linux.LinuxProgram.checkInKenari("#include <sys/utsname.h>\n#include <sys/sysinfo.h>\n", """
                struct utsname u;
                CHECK(uname(&u) == 0 && !strcmp(u.sysname, "Linux") && !strcmp(u.machine, "riscv64"));
                CHECK(!strncmp(u.release, "6.", 2) && strstr(u.release, "kenari"));
                CHECK(sethostname("other", 5) == 0 && uname(&u) == 0 && !strcmp(u.nodename, "other"));
                FAILS(sethostname("x", 65), EINVAL);
                FAILS(sethostname("x", -1), EINVAL);
                FAILS(uname((void *)8), EFAULT);
                struct sysinfo s;
                CHECK(sysinfo(&s) == 0 && s.mem_unit == 1 && s.totalram == 64 << 20 && s.freeram < s.totalram && s.procs >= 1);
                IN_CHILD({ setuid(1); FAILS(sethostname("x", 1), EPERM); });
                """);
    }

    @Test
    void randomBytesAreNotTheSameTwice() throws Exception {
        check("#include <sys/random.h>\n", """
                char a[64] = {0}, b[64] = {0};
                CHECK(getrandom(a, 64, 0) == 64 && getrandom(b, 64, GRND_NONBLOCK) == 64 && memcmp(a, b, 64));
                CHECK(getrandom(a, 0, 0) == 0);
                FAILS(getrandom(a, 1, 16), EINVAL);
                FAILS(getrandom(a, 1, GRND_RANDOM | 4), EINVAL);
                FAILS(getrandom((void *)8, 1, 0), EFAULT);
                """);
    }
}
