package dev.kenari.machine.riscv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.HartFactory;
import dev.kenari.machine.riscv.CodeProfile.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeProfileTest {
    /** Goes round a0 times, through a jump table whose cases lie in the next page. */
    private static final String LOOP = """
            li a1, 0
            loop: andi t0, a0, 1
            slli t0, t0, 3
            la t1, even
            add t1, t1, t0
            jr t1
            .zero 4096
            even: addi a1, a1, 3
            j next
            nop
            odd: addi a1, a1, 5
            next: addi a0, a0, -1
            beqz a0, end
            j loop
            end: ecall
            """;

    private static final Threshold THRESHOLD = new Threshold(1_000, Long.MAX_VALUE, 100);

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void setUp() {
        file = directory.resolve("cache/hot-code");
    }

    private static long regions(HartFactory engine, int rounds) {
        try (TestMachine machine = new TestMachine(engine)) {
            machine.registers.x[10] = rounds;
            assertThat(machine.run(LOOP)).isEqualTo(Cause.ECALL_FROM_U);
            assertThat(machine.registers.x[11]).isEqualTo(rounds / 2 * 8L);
            return machine.hart.counters().get("regions translated");
        }
    }

    private static HartFactory engine(CodeProfile profile) {
        return Harts.translating(TranslatorConfiguration.USUAL.withThreshold(THRESHOLD).repeatable().withProfile(profile));
    }

    @Test
    void whatOneRunFoundHotTheNextTranslatesAtOnce() throws IOException {
        assertThat(regions(engine(CodeProfile.open(file)), 900)).as("too few rounds").isZero();
        CodeProfile first = CodeProfile.open(file);
        assertThat(regions(engine(first), 2_000)).isPositive();
        first.save();
        assertThat(regions(engine(CodeProfile.open(file)), 900)).isPositive();
    }

    @Test
    void otherContentIsNotTheSameCode() throws IOException {
        CodeProfile first = CodeProfile.open(file);
        regions(engine(first), 2_000);
        first.save();
        try (TestMachine machine = new TestMachine(engine(CodeProfile.open(file)))) {
            machine.registers.x[10] = 900;
            machine.run(LOOP.replace("li a1, 0", "li a1, 1"));
            assertThat(machine.hart.counters().get("regions translated")).isZero();
        }
    }

    @Test
    void damageIsAsGoodAsNone() throws IOException {
        CodeProfile first = CodeProfile.open(file);
        regions(engine(first), 2_000);
        first.save();
        byte[] whole = Files.readAllBytes(file);
        Random random = random();
        for (int i = 0; i < 100; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 2 == 0 ? whole.length : random.nextInt(whole.length));
            if (damaged.length == whole.length) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, damaged);
            assertThat(CodeProfileFile.read(file)).isEmpty();
        }
        assertThat(CodeProfileFile.read(directory)).isEmpty();
    }

    /** Somebody has written a profile that claims nonsense about the very code that runs. */
    @Test
    void aForgedProfileChangesNothing() throws IOException {
        CodeProfile first = CodeProfile.open(file);
        regions(engine(first), 2_000);
        first.save();
        Set<Long> fingerprints = CodeProfileFile.read(file).keySet();
        assertThat(fingerprints).isNotEmpty();
        Random random = random();
        for (int i = 0; i < 30; i++) {
            Map<Long, Page> forged = new HashMap<>();
            fingerprints.forEach(fingerprint -> forged.put(fingerprint, forged(random)));
            Files.delete(file);
            CodeProfileFile.write(file, forged, forged.keySet());
            assertThat(CodeProfileFile.read(file)).hasSameSizeAs(forged);
            regions(engine(CodeProfile.open(file)), 900);
        }
    }

    private static Page forged(Random random) {
        byte[] ran = new byte[256];
        random.nextBytes(ran);
        Set<Integer> hot = new HashSet<>();
        Set<Integer> jumps = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            hot.add(random.nextInt(2048));
            jumps.add(Page.jump(random.nextInt(2048), random.nextInt(1 << 16)));
        }
        return new Page(BitSet.valueOf(ran), hot, jumps);
    }

    @Test
    void runsAtTheSameTimeAddToOneFile() throws IOException {
        CodeProfile one = CodeProfile.open(file);
        CodeProfile other = CodeProfile.open(file);
        one.note(1, page(10));
        one.note(2, page(20));
        other.note(2, page(21));
        other.note(3, page(30));
        one.save();
        other.save();
        CodeProfile both = CodeProfile.open(file);
        assertThat(both.page(1).hot()).containsExactly(10);
        assertThat(both.page(2).hot()).containsExactlyInAnyOrder(20, 21);
        assertThat(both.page(3).ran().get(30)).isTrue();
        try (Stream<Path> left = Files.list(file.getParent())) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void whatNoRunHasMetForLongestIsForgotten() throws IOException {
        CodeProfile full = CodeProfile.open(file);
        for (int i = 0; i < CodeProfileFile.MOST_PAGES; i++) {
            full.note(i, page(i % 2048));
        }
        full.save();
        CodeProfile next = CodeProfile.open(file);
        assertThat(next.page(CodeProfileFile.MOST_PAGES - 1)).isNotNull();
        next.note(-1, page(0));
        next.save();
        Map<Long, Page> kept = CodeProfileFile.read(file);
        assertThat(kept).hasSize(CodeProfileFile.MOST_PAGES).containsKeys(-1L, CodeProfileFile.MOST_PAGES - 1L);
    }

    @Test
    void oneRunKeepsNoMoreThanTheFileHolds() throws IOException {
        CodeProfile profile = CodeProfile.open(file);
        for (int i = 0; i < 3 * CodeProfileFile.MOST_PAGES; i++) {
            profile.note(i, page(1));
        }
        assertThat(profile.page(0)).isNotNull();
        assertThat(profile.page(3 * CodeProfileFile.MOST_PAGES - 1)).isNull();
        profile.save();
        assertThat(CodeProfileFile.read(file)).hasSize(CodeProfileFile.MOST_PAGES);
    }

    private static Page page(int slot) {
        BitSet ran = new BitSet();
        ran.set(slot);
        return new Page(ran, Set.of(slot), Set.of());
    }

    private static Random random() {
        long seed = Long.getLong("kenari.seed", System.nanoTime());
        System.out.println("replay with -Dkenari.seed=" + seed);
        return new Random(seed);
    }
}
