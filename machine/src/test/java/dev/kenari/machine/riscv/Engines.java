package dev.kenari.machine.riscv;

import dev.kenari.machine.HartFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The execution engines that the tests of the hart's contract run on. */
public final class Engines {
    /** What the others are compared with. */
    public static final HartFactory REFERENCE = Harts::interpreting;
    /** Translates at the second visit, on the hart's own thread. */
    private static final HartFactory TRANSLATOR = Harts.translating(
            TranslatorConfiguration.USUAL.withThreshold(Threshold.of(2)).repeatable());

    private Engines() {}

    /** All engines, for {@code @MethodSource}. */
    public static Stream<Named<HartFactory>> all() {
        return Stream.concat(Stream.of(Named.of("interpreter", REFERENCE)), tested());
    }

    /** Those that are compared with the reference. */
    public static Stream<Named<HartFactory>> tested() {
        return Stream.of(Named.of("translator", TRANSLATOR));
    }
}
