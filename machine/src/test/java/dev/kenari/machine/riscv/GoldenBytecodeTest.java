package dev.kenari.machine.riscv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytecode of a few regions beside approved text: programs are {@code golden/*.s}, what they become {@code golden/*.txt}.
 * {@code -Dkenari.golden.write=true} approves what is written now; the change is then to be read as any other.
 */
class GoldenBytecodeTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static Stream<Path> programs() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".s")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void isAsApproved(Path program) throws IOException {
        List<String> log = new ArrayList<>();
        TranslatorConfiguration configuration = TranslatorConfiguration.USUAL
                .withThreshold(Threshold.of(10))
                .withLog(log::add)
                .repeatable();
        try (TestMachine machine = new TestMachine(Harts.translating(configuration))) {
            assertThat(machine.run(Files.readString(program))).isEqualTo(Cause.ECALL_FROM_U);
        }
        String text = String.join("\n", log);
        Path approved = Path.of(program.toString().replaceFirst("\\.s$", ".txt"));
        if (Boolean.getBoolean("kenari.golden.write")) {
            Files.writeString(approved, text);
        }
        assertThat(text).as("make golden approves it").isEqualTo(Files.readString(approved));
    }
}
