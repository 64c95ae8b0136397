package dev.kenari.drivers.harness;

import dev.kenari.drivers.Drivers;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.KernelConfiguration;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.Personality;
import dev.kenari.kernel.component.Assembler;
import dev.kenari.kernel.mm.PageFault;
import dev.kenari.kernel.task.Task;
import dev.kenari.machine.Board;
import dev.kenari.machine.BoardConfiguration;
import dev.kenari.machine.riscv.Harts;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A board with a kernel and drivers, and a body that runs in a kernel task. */
public final class DriversHarness {
    private static final int LIMIT_SECONDS = 60;
    private static final long RAM = 16L << 20;

    /** What a test does in the kernel. */
    @FunctionalInterface
    public interface Body {
        void run(Kernel kernel, Drivers drivers) throws Exception;
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

    private DriversHarness() {}

    public static BoardConfiguration board() {
        return BoardConfiguration.of(RAM, 2, Harts::create);
    }

    /** Runs {@code body} on {@code configuration}'s board; what it throws fails the test. The board's output is drained after. */
    public static void run(BoardConfiguration configuration, Body body) throws Exception {
        Throwable[] thrown = new Throwable[1];
        try (Board board = new Board(configuration)) {
            Kernel kernel = new Kernel(
                    board.harts(), board.memory(), board.clock(), board.entropy(), KernelConfiguration.DEFAULT);
            kernel.boot(new NoPersonality(), task -> {
                try {
                    body.run(kernel, Drivers.probe(kernel, board.bus(), board.deviceTree(), Assembler.inKernel(kernel)));
                } catch (Exception | AssertionError e) {
                    thrown[0] = e;
                }
                kernel.halt(0);
            });
            kernel.halted().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the kernel hangs", e);
        } catch (ExecutionException e) {
            throw new AssertionError("the kernel panicked", e.getCause());
        }
        switch (thrown[0]) {
            case null -> {}
            case Exception e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError(thrown[0]);
        }
    }
}
