package dev.kenari.machine.riscv.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.HartFactory;
import dev.kenari.machine.riscv.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** That the comparison finds what it is for, and makes it small; and what it has found. */
class LockstepTest {
    private static final Path FOUND = Path.of("src/test/resources/lockstep");

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void findsAndShrinks(PlantedBug bug) {
        HartFactory engine = bug.in(Engines.REFERENCE);
        Case failing = LongStream.range(0, 100)
                .mapToObj(seed -> Case.random(seed, 3_000))
                .filter(run -> Lockstep.difference(run, Engines.REFERENCE, engine) != null)
                .findFirst()
                .orElseThrow();
        Case small = new Shrinker(Engines.REFERENCE, engine, 4_000).shrink(failing);
        assertThat(Lockstep.difference(small, Engines.REFERENCE, engine)).isNotNull();
        assertThat(Lockstep.difference(small, Engines.REFERENCE, Engines.REFERENCE)).isNull();
        assertThat(small.text().lines().count()).isLessThan(failing.text().lines().count() / 4);
    }

    @ParameterizedTest
    @MethodSource
    void agreesOnWhatWasFound(HartFactory engine, Path file) throws IOException {
        assertThat(Lockstep.difference(Case.parse(Files.readString(file)), Engines.REFERENCE, engine)).isNull();
    }

    static List<Object[]> agreesOnWhatWasFound() throws IOException {
        try (Stream<Path> files = Files.list(FOUND)) {
            List<Path> sorted = files.sorted().toList();
            return Engines.tested()
                    .flatMap(engine -> sorted.stream()
                            .map(file -> new Object[] {engine, Named.of(file.getFileName().toString(), file)}))
                    .toList();
        }
    }

    @Test
    void aCaseIsWhatItsTextSays() {
        Case run = Case.random(5, 20_000);
        assertThat(Case.parse("Words about it.\n" + run.text())).isEqualTo(run);
    }
}
