package dev.kenari.kernel.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.evil.Honest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassRewriterTest {
    private final Cage cage = new Cage();

    @Test
    void honestCodeDoesTheSameInADomain() {
        Supplier<String> caged = cage.make("Honest");
        assertThat(caged.getClass()).isNotSameAs(Honest.class);
        assertThat(caged.get()).isEqualTo(new Honest().get());
        assertThat(cage.budget.end()).isNull();
    }

    private int handled() {
        try {
            return cage.loader.loadClass(Cage.PACKAGE + "Runaway").getField("handled").getInt(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Loop", "LoopInTry", "FinallyThatStartsAgain", "CatcherOfErrors", "Cascade", "Initialiser", "InitialiserCaught",
        "HashOfNestedLists", "HashOfNestedRecords"
    })
    void whatNeverEndsExceedsItsCpuBudget(String name) {
        assertThatThrownBy(() -> cage.run("Runaway$" + name)).isInstanceOf(DomainKilled.class).hasMessageContaining("CPU budget");
        assertThat(cage.faults).containsExactly(cage.budget.end());
        assertThat(handled()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Loop", "LoopInTry", "FinallyThatStartsAgain", "CatcherOfErrors", "InitialiserCaught"})
    void aKillFromOutsideIsNotHandled(String name) {
        int[] slices = {0};
        cage.slice = () -> {
            if (++slices[0] == 3) {
                cage.budget.kill("killed by the operator");
            }
        };
        assertThatThrownBy(() -> cage.run("Runaway$" + name))
                .isInstanceOf(DomainKilled.class)
                .hasMessage("killed by the operator");
        assertThat(handled()).isZero();
        assertThat(cage.faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Recursion", "RecursionInTry"})
    void recursionEndsBeforeTheStackDoes(String name) {
        assertThatThrownBy(() -> cage.run("Runaway$" + name)).isInstanceOf(DomainKilled.class).hasMessageContaining("stack of more");
        assertThat(handled()).isZero();
    }

    @Test
    void aStackOverflowOfTheJvmIsTheDomainsEndToo() {
        Cage deep = new Cage(new DomainQuota(200, 8 << 20, Integer.MAX_VALUE));
        assertThatThrownBy(() -> deep.run("Runaway$RecursionInTry"))
                .isInstanceOf(DomainKilled.class)
                .hasMessage("stack overflow");
    }

    @Test
    void anOutOfMemoryErrorIsTheDomainsEndToo() {
        assertThatThrownBy(() -> cage.budget.caught(new OutOfMemoryError(), 0)).isInstanceOf(DomainKilled.class);
        assertThat(cage.faults).containsExactly("out of memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "HugeArray", "HugeArrays", "HugeList", "GrowingList", "GrowingMap", "LinkedExceptions", "LinkedLambdas", "ClonedArrays"
    })
    void whatTakesTooMuchMemoryIsEnded(String name) {
        assertThatThrownBy(() -> cage.run("Runaway$" + name)).isInstanceOf(DomainKilled.class).hasMessageContaining("heap of more");
        assertThat(cage.faults).hasSize(1);
    }

    @Test
    void aStringThatGrowsWithoutEndIsEnded() {
        assertThatThrownBy(() -> cage.run("Runaway$HugeText")).isInstanceOf(DomainKilled.class).hasMessageContaining("a string of");
    }

    @Test
    void whatIsThrownAwayDoesNotCount() {
        cage.run("Runaway$Busy");
        assertThat(cage.budget.end()).isNull();
    }

    @Test
    void theDepthIsBackAtTheCallersAfterEveryWayOut() {
        Supplier<String> caged = cage.make("Honest");
        List<Integer> before = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            caged.get();
            int depth = cage.budget.enter(0);
            before.add(depth);
        }
        assertThat(before).containsOnly(0);
    }
}
