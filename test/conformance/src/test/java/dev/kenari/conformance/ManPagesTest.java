package dev.kenari.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.kenari.designs.Design;
import dev.kenari.designs.hybrid.Hybrid;
import dev.kenari.designs.microkernel.Microkernel;
import dev.kenari.designs.monolithic.Monolithic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The C programs of {@code src/test/guest/c}. Each prints a line for each behaviour, {@code man_page.behaviour: result}; what real
 * Linux prints stands in {@code src/test/guest/expected}, written by {@code record}.
 */
class ManPagesTest {
    private static final Path GUEST = Path.of("src/test/guest");

    @TestFactory
    Stream<DynamicNode> monolithic() throws IOException {
        return suite(Monolithic.DESIGN);
    }

    @TestFactory
    Stream<DynamicNode> microkernel() throws IOException {
        return suite(Microkernel.DESIGN);
    }

    @TestFactory
    Stream<DynamicNode> hybrid() throws IOException {
        return suite(Hybrid.DESIGN);
    }

    private static Stream<DynamicNode> suite(Design design) throws IOException {
        CrossCompiler.require();
        try (Stream<Path> sources = Files.list(GUEST.resolve("c"))) {
            return sources.filter(s -> s.toString().endsWith(".c")).sorted().<DynamicNode>map(s -> program(s, design)).toList()
                    .stream();
        }
    }

    private static DynamicContainer program(Path source, Design design) {
        String name = source.getFileName().toString().replaceFirst("\\.c$", "");
        List<String> expected = read(GUEST.resolve("expected/" + name + ".txt"));
        Map<String, String> actual = new HashMap<>();
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(dynamicTest("ends", () -> {
            Path program = CrossCompiler.compile(source);
            Guest guest = Guest.of(new ProgramsImage(Map.of(name, program))).withDesign(design);
            Guest.Result result = guest.run("/bin/" + name);
            for (String line : result.lines()) {
                int colon = line.indexOf(": ");
                if (colon > 0) {
                    actual.put(line.substring(0, colon), line.substring(colon + 2));
                }
            }
            assertThat(result.status()).as(result.error()).isZero();
        }));
        for (String line : expected) {
            int colon = line.indexOf(": ");
            String behaviour = line.substring(0, colon);
            String wanted = line.substring(colon + 2);
            tests.add(dynamicTest(behaviour, () -> assertThat(actual.get(behaviour)).isEqualTo(wanted)));
        }
        return dynamicContainer(name, tests);
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
