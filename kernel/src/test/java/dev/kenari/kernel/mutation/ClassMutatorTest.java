package dev.kenari.kernel.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassMutatorTest {
    /** What is mutated: something of everything. */
    public static final class Victim {
        private int count;
        private int other = 5;

        public int sum(int[] values, int limit) {
            int sum = 0;
            for (int i = 0; i < values.length && i < limit; i++) {
                try {
                    sum += values[i] * 3 - other;
                } catch (ArithmeticException e) {
                    sum = -1;
                }
            }
            count = sum;
            return count;
        }

        public long mask(long address, long length) {
            return (address + length - 1 & ~0xfffL) >>> 12;
        }

        /** Without the store to {@code found}, no stack map can be made for where the two ways meet. */
        public Object choice(Map<String, Object> from, Object otherwise) {
            Object found = from.get("key");
            Object chosen = found != null && !found.equals(otherwise) ? found : otherwise;
            count = chosen == found ? 1 : 2;
            return chosen;
        }

        public String name(Object o) {
            return switch (o) {
                case String s when s.isEmpty() -> "empty";
                case Integer i -> "i" + i;
                default -> Map.of("a", 1).getOrDefault("b", 2).toString();
            };
        }
    }

    private static final String NAME = Victim.class.getName();
    private final ClassMutator mutator = new ClassMutator(Map.of(NAME, bytes(NAME)), getClass().getClassLoader());

    static byte[] bytes(String name) {
        try (InputStream in = ClassMutatorTest.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Loads one class of its own, with everything else the test's. */
    private static final class Mutated extends ClassLoader {
        private final byte[] bytes;

        Mutated(byte[] bytes) {
            super(ClassMutatorTest.class.getClassLoader());
            this.bytes = bytes;
        }

        Class<?> load() throws ReflectiveOperationException {
            Class<?> type = defineClass(NAME, bytes, 0, bytes.length);
            type.getConstructor().newInstance();
            return type;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyMutantOfAKindPassesTheVerifierAndDiffersInOnePlace(Mutation kind) throws Throwable {
        Map<Site, Integer> seen = new HashMap<>();
        for (int seed = 0; seed < 200; seed++) {
            Mutant mutant = mutator.mutate(kind, seed);
            assertThat(mutant.site().mutation()).isEqualTo(kind);
            assertThat(mutator.sites()).contains(mutant.site());
            assertThat(new Mutated(mutant.classFile()).load().getClassLoader()).isNotSameAs(getClass().getClassLoader());
            seen.merge(mutant.site(), 1, Integer::sum);
        }
        assertThat(seen.size()).isGreaterThan(kind == Mutation.INVERTED_BRANCH ? 2 : 8);
    }

    @Test
    void aSeedChoosesTheSameFaultAgain() {
        Mutant first = mutator.mutate(7);
        Mutant again = new ClassMutator(Map.of(NAME, bytes(NAME)), getClass().getClassLoader()).mutate(7);
        assertThat(again.site()).isEqualTo(first.site());
        assertThat(again.classFile()).isEqualTo(first.classFile());
    }

    @Test
    void aMutantBehavesAsItsSiteSays() throws Throwable {
        assertThat(mutator.sites()).anyMatch(site ->
                site.toString().matches("wrong operand at .*Victim\\.mask\\(JJ\\)J\\+2: LADD -> LSUB"));
        int changed = 0;
        for (int seed = 0; seed < 60; seed++) {
            Mutant mutant = mutator.mutate(seed);
            if (mutant.site().method().startsWith("mask")) {
                Object victim = new Mutated(mutant.classFile()).load().getConstructor().newInstance();
                Object result = victim.getClass().getMethod("mask", long.class, long.class).invoke(victim, 0x12345L, 0x5000L);
                changed += result.equals(new Victim().mask(0x12345L, 0x5000L)) ? 0 : 1;
            }
        }
        assertThat(changed).isPositive();
    }
}
