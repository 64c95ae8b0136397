package dev.kenari.bench;

import dev.kenari.bench.domain.DirectoryWork;
import dev.kenari.bench.domain.LoopWork;
import dev.kenari.kernel.domain.ComponentCode;
import dev.kenari.kernel.domain.DomainBudget;
import dev.kenari.kernel.domain.DomainLoader;
import dev.kenari.kernel.domain.DomainQuota;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a protection domain's polls and charges cost: the same class as it is and as its domain gets it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class DomainBenchmark {
    /** How the code came into the JVM. */
    public enum Code { PLAIN, REWRITTEN }

    /** What it does. */
    public enum Work {
        DIRECTORY(DirectoryWork.class),
        LOOP(LoopWork.class);

        private final Class<? extends IntUnaryOperator> type;

        Work(Class<? extends IntUnaryOperator> type) {
            this.type = type;
        }
    }

    @Param
    public Work work;

    @Param
    public Code code;

    private IntUnaryOperator operation;
    private DomainBudget budget;
    private int seed;

    @Setup
    public void load() throws ReflectiveOperationException {
        budget = new DomainBudget(DomainQuota.DEFAULT, () -> true, why -> {});
        budget.begin();
        ClassLoader loader = code == Code.PLAIN ? work.type.getClassLoader() : DomainLoader.of("bench", budget, ComponentCode.asBuilt(work.type));
        operation = (IntUnaryOperator) loader.loadClass(work.type.getName()).getConstructor().newInstance();
    }

    @Benchmark
    public int request() {
        budget.begin();
        return operation.applyAsInt(seed++ & 0xffff);
    }
}
