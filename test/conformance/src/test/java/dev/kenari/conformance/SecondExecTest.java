package dev.kenari.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.riscv.Harts;
import dev.kenari.machine.riscv.Threshold;
import dev.kenari.machine.riscv.TranslatorConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is executed again is translated already. */
class SecondExecTest {
    /** Executes itself as often as its argument says; each of those runs a loop, and prints where it is. */
    private static final String SOURCE = """
            #include <stdio.h>
            #include <stdlib.h>
            #include <sys/wait.h>
            #include <unistd.h>

            static volatile unsigned long sink;

            __attribute__((noinline, aligned(4096))) static void loop(void) {
                for (long i = 0; i < 100000; i++) {
                    sink = sink * 31 + i;
                }
            }

            int main(int argc, char **argv) {
                if (argc == 1) {
                    loop();
                    printf("%lx\\n", (unsigned long)loop);
                    return 0;
                }
                for (int i = atoi(argv[1]); i > 0; i--) {
                    if (fork() == 0) {
                        execl("/proc/self/exe", "again", NULL);
                    }
                    wait(NULL);
                }
                return 0;
            }
            """;

    @TempDir
    Path directory;

    @Test
    void translatesNothing() throws Exception {
        CrossCompiler.require();
        Path source = Files.writeString(directory.resolve("again.c"), SOURCE);
        Guest guest = Guest.of(new ProgramsImage(Map.of("again", CrossCompiler.compile(source)))).withHarts(1);
        int once = regionsOfTheLoop(guest, 1);
        assertThat(once).isPositive();
        assertThat(regionsOfTheLoop(guest, 5)).isEqualTo(once);
    }

    /** How many regions were made of the loop's page, in a run that executes it so often. */
    private static int regionsOfTheLoop(Guest guest, int times) throws InterruptedException {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        Guest.Result result = guest.on(
                Harts.translating(TranslatorConfiguration.USUAL
                        .withThreshold(Threshold.of(1000))
                        .withLog(log::add)
                        .repeatable()),
                "again",
                Integer.toString(times));
        assertThat(result.status()).as(result.error()).isZero();
        assertThat(result.lines()).hasSize(times);
        String page = result.lines().getFirst().replaceFirst("...$", "");
        return (int) log.stream().filter(text -> text.startsWith("region at " + page)).count();
    }
}
