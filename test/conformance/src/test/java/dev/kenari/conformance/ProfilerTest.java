package dev.kenari.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kenari run --profile} writes, on a clock of instructions. */
class ProfilerTest {
    private static final String SOURCE = """
            #include <stdio.h>
            #include <unistd.h>

            static volatile unsigned long sink;

            __attribute__((noinline)) static void inner(long n) {
                for (long i = 0; i < n; i++) {
                    sink = sink * 31 + i;
                }
            }

            __attribute__((noinline)) static void often(void) {
                inner(3000000);
                sink++;
            }

            __attribute__((noinline)) static void seldom(void) {
                inner(1000000);
                sink++;
            }

            int main(void) {
                often();
                seldom();
                return 0;
            }
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void compiler() {
        CrossCompiler.require();
    }

    private Map<String, Long> profile(String pragma) throws IOException, InterruptedException {
        Path source = Files.writeString(directory.resolve("busy.c"), pragma + "\n" + SOURCE);
        Path program = CrossCompiler.compile(source);
        return Guest.of(new ProgramsImage(Map.of("busy", program)))
                .withSeed(1, new ArrayList<>())
                .profile("/bin/busy");
    }

    private static long share(Map<String, Long> profile, String stack) {
        return profile.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(stack))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Test
    void chargesTheWholeStackWhereThereAreFramePointers() throws Exception {
        Map<String, Long> profile = profile("#pragma GCC optimize(\"no-omit-frame-pointer\")");
        long often = share(profile, ";main;often;inner");
        long seldom = share(profile, ";main;seldom;inner");
        assertThat(often).as(profile.toString()).isPositive();
        assertThat((double) often / seldom).isBetween(2.0, 4.5);
        assertThat(profile.keySet()).allMatch(stack -> stack.startsWith("busy, pid 2, tid 2;"));
    }

    @Test
    void namesTheCallerWithoutFramePointers() throws Exception {
        Map<String, Long> profile = profile("");
        assertThat(share(profile, ";often;inner")).as(profile.toString()).isPositive();
    }

    @Test
    void repeatsWithTheSameSeed() throws Exception {
        assertThat(profile("")).isEqualTo(profile(""));
    }
}
