package dev.kenari.machine.riscv;

import dev.kenari.machine.HartFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The execution engines that the tests of the hart's contract run on. */
public final class Engines {
    /** What the others are compared with. */
    public static final HartFactory REFERENCE = Harts::create;

    private Engines() {}

    /** All engines, for {@code @MethodSource}. */
    public static Stream<Named<HartFactory>> all() {
        return Stream.of(Named.of("interpreter", REFERENCE));
    }

    /** Those that are compared with the reference; itself, while there is no other. */
    public static Stream<Named<HartFactory>> tested() {
        return all();
    }
}
