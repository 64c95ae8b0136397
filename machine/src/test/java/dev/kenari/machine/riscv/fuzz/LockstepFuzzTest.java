package dev.kenari.machine.riscv.fuzz;

import static org.assertj.core.api.Assertions.fail;

import dev.kenari.machine.HartFactory;
import dev.kenari.machine.riscv.Engines;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each engine against the reference on random programs, until {@code -Dkenari.fuzz.rounds} cases, or ten million instructions,
 * have run. {@code -Dkenari.seed} repeats a case. A failure is printed as a case for {@link LockstepTest}.
 */
@ParameterizedClass
@MethodSource("dev.kenari.machine.riscv.Engines#tested")
@Tag("slow")
class LockstepFuzzTest {
    private static final long INSTRUCTIONS = 10_000_000;
    private static final int ATTEMPTS = 6000;

    private final HartFactory engine;

    LockstepFuzzTest(HartFactory engine) {
        this.engine = engine;
    }

    @Test
    @Timeout(value = 12, unit = TimeUnit.HOURS)
    void agreesWithTheReference() {
        long first = Long.getLong("kenari.seed", System.nanoTime());
        int rounds = Integer.getInteger("kenari.fuzz.rounds", 0);
        System.out.println("LockstepFuzzTest: -Dkenari.seed=" + first + ", rounds: " + rounds);
        long retired = 0;
        int round = 0;
        while (rounds == 0 ? retired < INSTRUCTIONS : round < rounds) {
            long seed = first + round++;
            // Most are short, so that many things are met; some are long, so that the host's compilers are. By seed, so that it repeats.
            Case run = Case.random(seed, seed % 8 == 0 ? 1_000_000 : 30_000);
            Lockstep.Result expected = Lockstep.run(run, Engines.REFERENCE, Lockstep.LIMIT);
            String difference = Lockstep.difference(run, expected, engine);
            if (difference != null) {
                fail("-Dkenari.seed=%d: %s\n%s", seed, difference, shrunk(run));
            }
            retired += expected.retired();
        }
        System.out.println("LockstepFuzzTest: " + round + " cases, " + retired + " instructions");
    }

    private String shrunk(Case run) {
        Case small = new Shrinker(Engines.REFERENCE, engine, ATTEMPTS).shrink(run);
        return Lockstep.difference(small, Engines.REFERENCE, engine) + "\n" + small.text();
    }
}
