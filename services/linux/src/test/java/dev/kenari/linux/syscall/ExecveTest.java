package dev.kenari.linux.syscall;

import static dev.kenari.linux.CrossCompiler.compile;
import static dev.kenari.linux.CrossCompiler.freestanding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.linux.Guest;
import dev.kenari.linux.LinuxProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecveTest {
    private static final String HELLO = """
            #include <stdio.h>
            #include <unistd.h>
            #include <sys/auxv.h>
            int main(int argc, char **argv) {
                printf("hello %s %d %s\\n", argv[argc - 1], argc, (char *)getauxval(AT_EXECFN));
                return 3;
            }
            """;

    @Test
    void runsAStaticProgram() throws Exception {
        Guest.Result result =
                new Guest().file("/bin/hello", compile(HELLO, List.of("-static"))).run("hello", "world");
        assertThat(result.output()).isEqualTo("hello world 2 /bin/hello\n");
        assertThat(result.status()).isEqualTo(3);
    }

    @Test
    void runsAStaticPositionIndependentProgram() throws Exception {
        byte[] program = freestanding("int start(W *sp) { return (W)_start >> 36 ? 8 : 9; }", "-pie", "-fPIE", "-Wl,--no-dynamic-linker");
        assertThat(new Guest().file("/bin/program", program).run("program").status()).isEqualTo(8);
    }

    private static Guest withLibraries(Guest guest) throws IOException {
        Path libraries = Path.of("/usr/riscv64-linux-gnu/lib");
        for (String library : List.of("ld-linux-riscv64-lp64d.so.1", "libc.so.6")) {
            guest.file("/lib/" + library, Files.readAllBytes(libraries.resolve(library)));
        }
        return guest;
    }

    @Test
    void aMemoryFileThatIsOpenForWritingCanBeExecuted() throws Exception {
        LinuxProgram.check("", """
                int file = memfd_create("m", 0);
                CHECK(write(file, "nothing", 7) == 7);
                FAILS(execveat(file, "", (char *[]){"m", 0}, (char *[]){0}, AT_EMPTY_PATH), ENOEXEC);
                """);
    }

    @Test
    void runsADynamicProgram() throws Exception {
        Guest guest = withLibraries(new Guest().file("/bin/hello", compile(HELLO, List.of())));
        Guest.Result result = guest.run("/bin/hello");
        assertThat(result.output()).isEqualTo("hello /bin/hello 1 /bin/hello\n");
    }

    private static final String ECHO = """
            int start(W *sp) {
                char **argv = (char **)(sp + 1);
                for (int i = 0; argv[i]; i++) {
                    int n = 0;
                    while (argv[i][n]) n++;
                    S(WRITE, 1, argv[i], n);
                    S(WRITE, 1, "|", 1);
                }
                return 0;
            }
            """;

    private static Guest.Result runScript(String firstLine) throws Exception {
        return new Guest()
                .file("/bin/echo", freestanding(ECHO))
                .file("/bin/script", firstLine)
                .run("/bin/script", "a b", "c");
    }

    @Test
    void runsAScriptsInterpreterWithOneArgument() throws Exception {
        assertThat(runScript("#! /bin/echo  -x y \t\n").output()).isEqualTo("/bin/echo|-x y|/bin/script|a b|c|");
        assertThat(runScript("#!/bin/echo").output()).isEqualTo("/bin/echo|/bin/script|a b|c|");
    }

    @Test
    void runsAScriptWhoseInterpreterIsAScript() throws Exception {
        Guest.Result result = new Guest()
                .file("/bin/echo", freestanding(ECHO))
                .file("/bin/outer", "#!/bin/inner o\n")
                .file("/bin/inner", "#!/bin/echo i\n")
                .run("outer", "z");
        assertThat(result.output()).isEqualTo("/bin/echo|i|/bin/inner|o|/bin/outer|z|");
    }

    @Test
    void saysWhyACommandCannotStart() throws Exception {
        Guest guest = new Guest()
                .file("/bin/text", "no program")
                .file("/bin/loop", "#!/bin/loop\n")
                .file("/bin/orphan", "#!/bin/nothing\n");
        assertThat(guest.run("absent").failure()).isEqualTo("127: absent: No such file or directory");
        assertThat(guest.run("/bin/text").failure()).isEqualTo("126: /bin/text: Exec format error: neither a script nor a program for riscv64");
        assertThat(guest.run("loop").failure()).isEqualTo("126: loop: Too many levels of symbolic links");
        assertThat(guest.run("orphan").status()).isEqualTo(127);
        assertThat(guest.run("/tmp").failure()).isEqualTo("126: /tmp: Permission denied");
    }

    @Test
    void failsWithTheErrorsOfTheManPage() throws Exception {
        byte[] program = freestanding("""
                static char huge[140000];
                int start(W *sp) {
                    char *none[] = {0}, *big[] = {huge, 0};
                    for (int i = 0; i < 139999; i++) huge[i] = 'x';
                    CHECK(S(EXECVE, "/bin/absent", none, none) == -2);
                    CHECK(S(EXECVE, "/bin/text", none, none) == -8);
                    CHECK(S(EXECVE, "/bin/x86", none, none) == -8);
                    CHECK(S(EXECVE, "/bin/nointerp", none, none) == -2);
                    CHECK(S(EXECVE, "/bin/badinterp", none, none) == -80);
                    CHECK(S(EXECVE, "/bin/empty", none, none) == -8);
                    CHECK(S(EXECVE, "/bin/program", big, none) == -7);
                    CHECK(S(EXECVE, "/bin/program", 1, none) == -14);
                    CHECK(S(EXECVE, 0, none, none) == -14);
                    CHECK(S(EXECVE, "/tmp", none, none) == -13);
                    CHECK(S(EXECVE, "", none, none) == -2);
                    CHECK(S(281, -100, "/bin/program", none, none, 1) == -22);
                    CHECK(S(281, 77, "x", none, none, 0) == -9);
                    return 5;
                }
                """);
        byte[] other = program.clone();
        other[18] = 62;
        byte[] noInterpreter = freestanding("int start(W *sp) { return 0; }", "-pie", "-fPIE",
                "-Wl,-dynamic-linker,/bin/nothing");
        byte[] badInterpreter = freestanding("int start(W *sp) { return 0; }", "-pie", "-fPIE",
                "-Wl,-dynamic-linker,/bin/text");
        Guest.Result result = new Guest()
                .file("/bin/program", program)
                .file("/bin/text", "no program, but long enough for the header of an ELF file, so that nothing is missing")
                .file("/bin/empty", "")
                .file("/bin/x86", other)
                .file("/bin/nointerp", noInterpreter)
                .file("/bin/badinterp", badInterpreter)
                .run("program");
        assertThat(result.status()).isEqualTo(5);
    }

    @Test
    void killsAProgramWhoseSegmentsAreNonsense() throws Exception {
        byte[] parent = freestanding("""
                int start(W *sp) {
                    int status = 0;
                    if (S(CLONE, 17) == 0) {
                        char *none[] = {0};
                        S(EXECVE, "/bin/broken", none, none);
                        return 1;
                    }
                    CHECK(S(WAIT4, -1, &status, 0, 0) > 0);
                    return status;
                }
                """);
        byte[] broken = freestanding("int start(W *sp) { return 0; }", "-static");
        for (int header = 64; header < 64 + 4 * 56; header += 56) {
            broken[header + 16 + 7] = 0x40;
        }
        Guest.Result result = new Guest().file("/bin/parent", parent).file("/bin/broken", broken).run("parent");
        assertThat(result.status()).isEqualTo(11);
    }

    @Test
    void findsTheFunctionsOfTheVdso() throws Exception {
        String source = """
                #define _GNU_SOURCE
                #include <dlfcn.h>
                #include <stdio.h>
                int main() {
                    void *vdso = dlopen("linux-vdso.so.1", RTLD_LAZY | RTLD_NOLOAD);
                    int (*getcpu)(unsigned *, unsigned *, void *) = dlvsym(vdso, "__vdso_getcpu", "LINUX_4.15");
                    unsigned *trampoline = dlvsym(vdso, "__vdso_rt_sigreturn", "LINUX_4.15");
                    unsigned cpu = 9, node = 9;
                    int result = getcpu(&cpu, &node, 0);
                    printf("%d %u %u %x %x\\n", result, cpu, node, trampoline[0], trampoline[1]);
                    return dlvsym(vdso, "__vdso_getcpu", "LINUX_9") != 0;
                }
                """;
        Guest.Result result = withLibraries(new Guest().file("/bin/vdso", compile(source, List.of()))).run("vdso");
        assertThat(result.output()).isEqualTo("0 0 0 8b00893 73\n");
        assertThat(result.status()).isZero();
    }
}
