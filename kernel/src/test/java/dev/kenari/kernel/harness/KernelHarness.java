package dev.kenari.kernel.harness;

import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.KernelConfiguration;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.Personality;
import dev.kenari.kernel.mm.PageFault;
import dev.kenari.kernel.task.Task;
import dev.kenari.machine.Clock;
import dev.kenari.machine.bus.PhysicalMemory;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * A kernel without a board, for tests of what runs in it: harts that have no programs to run, host time, and a body that runs
 * in a kernel task under the kernel lock.
 */
public final class KernelHarness implements AutoCloseable {
    private static final long RAM_BASE = 0x8000_0000L;
    private static final int LIMIT_SECONDS = 60;

    /** What a test does in the kernel. */
    @FunctionalInterface
    public interface Body {
        void run(Kernel kernel) throws Exception;
    }

    private static final class HostTime implements Clock {
        private final long start = System.nanoTime();

        @Override
        public long nanos() {
            return System.nanoTime() - start;
        }

        @Override
        public long epochNanos() {
            return 1_700_000_000_000_000_000L;
        }

        @Override
        public boolean deterministic() {
            return false;
        }

        @Override
        public void retired(long instructions) {}

        @Override
        public void skipTo(long nanos) {}
    }

    private static final class NoPersonality implements Personality {
        @Override
        public void systemCall(Task task) {
            throw new KernelPanic("no personality");
        }

        @Override
        public void pageFault(Task task, PageFault fault) {
            throw new KernelPanic("no personality");
        }

        @Override
        public void exception(Task task, int cause, long value) {
            throw new KernelPanic("no personality");
        }

        @Override
        public void returnToUser(Task task) {}

        @Override
        public void oops(Task task) {
            task.exit();
        }

        @Override
        public void exited(Task task) {}
    }

    private final PhysicalMemory memory;
    private final Kernel kernel;

    public KernelHarness(int harts, long ramBytes) {
        Clock clock = new HostTime();
        memory = new PhysicalMemory(RAM_BASE, ramBytes);
        List<IdleHart> all = IntStream.range(0, harts).mapToObj(i -> new IdleHart(i, memory, clock)).toList();
        kernel = new Kernel(all, memory, clock, bytes -> {}, KernelConfiguration.DEFAULT);
    }

    /** Runs {@code body} in a kernel with one hart and 64 MiB; what it throws fails the test. */
    public static void inKernel(Body body) throws Exception {
        inKernel(1, body);
    }

    public static void inKernel(int harts, Body body) throws Exception {
        try (KernelHarness harness = new KernelHarness(harts, 64L << 20)) {
            harness.run(body);
        }
    }

    public Kernel kernel() {
        return kernel;
    }

    public void run(Body body) throws Exception {
        Throwable[] thrown = new Throwable[1];
        kernel.boot(new NoPersonality(), task -> {
            try {
                body.run(kernel);
            } catch (Exception | AssertionError e) {
                thrown[0] = e;
            }
            kernel.halt(0);
        });
        try {
            kernel.halted().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the kernel hangs", e);
        } catch (ExecutionException e) {
            throw new AssertionError("the kernel panicked", e.getCause());
        }
        if (!kernel.awaitRest(LIMIT_SECONDS * 1000L)) {
            throw new AssertionError("a hart does not come to rest");
        }
        switch (thrown[0]) {
            case null -> {}
            case Exception e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError(thrown[0]);
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
