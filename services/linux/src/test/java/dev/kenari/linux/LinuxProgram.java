package dev.kenari.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.kernel.component.MarshallingConnector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A C program that checks a behaviour and exits with 0 if it holds: run on the host's Linux first, if there is one with a C compiler,
 * so that what it checks is true, then in Kenari.
 */
public final class LinuxProgram {
    private static final int LIMIT_SECONDS = 60;

    private static final String PRELUDE = """
            #define _GNU_SOURCE
            #include <errno.h>
            #include <fcntl.h>
            #include <poll.h>
            #include <pthread.h>
            #include <sched.h>
            #include <signal.h>
            #include <stdint.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <unistd.h>
            #include <sys/mman.h>
            #include <sys/prctl.h>
            #include <sys/resource.h>
            #include <sys/syscall.h>
            #include <sys/wait.h>
            #define CHECK(x) do { if (!(x)) { printf("line %d: " #x " (errno %d)\\n", __LINE__, errno); fflush(stdout); _exit(1); } } while (0)
            #define FAILS(x, e) CHECK((x) == -1 && errno == (e))
            static int status_;
            /* Runs in a child of its own and hands on its status. */
            #define IN_CHILD(body...) do { pid_t p_ = fork(); if (p_ == 0) { body; _exit(0); } \\
                CHECK(waitpid(p_, &status_, 0) == p_); CHECK(status_ == 0); } while (0)
            #line 1
            """;

    private LinuxProgram() {}

    /** Checks {@code body} of a main function, with {@code declarations} before it. */
    public static void check(String declarations, String body) throws Exception {
        String source = PRELUDE + declarations + "\nint main(int argc, char **argv) {\n" + body + "\nreturn 0;\n}\n";
        onHost(source);
        inKenari(source);
    }

    /** As {@link #check}, for what the host's Linux may forbid where the tests run. */
    public static void checkInKenari(String declarations, String body) throws Exception {
        inKenari(PRELUDE + declarations + "\nint main(int argc, char **argv) {\n" + body + "\nreturn 0;\n}\n");
    }

    private static void inKenari(String source) throws Exception {
        byte[] program = CrossCompiler.compile(source, List.of("-static", "-pthread"));
        inKenari(new Guest(), program, "in Kenari");
        inKenari(new Guest(2, new MarshallingConnector()), program, "in Kenari with two harts, every call marshalled");
    }

    private static void inKenari(Guest guest, byte[] program, String where) throws Exception {
        Guest.Result result = guest.file("/bin/program", program).run("program");
        assertThat(result.output()).as(where).isEmpty();
        assertThat(result.status()).as("exit status " + where).isZero();
    }

    private static void onHost(String source) throws Exception {
        if (!System.getProperty("os.name").equals("Linux") || !Files.isExecutable(Path.of("/usr/bin/cc"))) {
            return;
        }
        Path directory = Files.createTempDirectory("kenari-test");
        Path input = directory.resolve("program.c");
        Path program = directory.resolve("program");
        try {
            Files.writeString(input, source, StandardCharsets.ISO_8859_1);
            assertThat(run("/usr/bin/cc", "-O1", "-w", "-pthread", "-o", program.toString(), input.toString())).isEmpty();
            assertThat(run(program.toString())).as("on the host's Linux").isEmpty();
        } finally {
            Files.deleteIfExists(program);
            Files.deleteIfExists(input);
            Files.delete(directory);
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return output + "does not end";
        }
        return process.exitValue() == 0 ? output : output + "exit status " + process.exitValue();
    }
}
