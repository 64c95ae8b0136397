package dev.kenari.designs;

import dev.kenari.abi.Errno;
import dev.kenari.designs.crossing.EchoFactory;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.KernelConfiguration;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.Personality;
import dev.kenari.kernel.component.Component;
import dev.kenari.kernel.component.Connector;
import dev.kenari.kernel.component.KernelEnvironment;
import dev.kenari.kernel.component.MarshallingConnector;
import dev.kenari.kernel.component.Peers;
import dev.kenari.kernel.mm.PageFault;
import dev.kenari.kernel.task.Task;
import dev.kenari.machine.Board;
import dev.kenari.machine.BoardConfiguration;
import dev.kenari.machine.riscv.Harts;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** What it costs to call a component, by where it lives: time, and the events that are counted. */
public final class Crossings {
    /**
     * One row.
     *
     * @param nanos a call and its reply, warm: the median of the rounds
     * @param bytes copied in both messages
     * @param switches from task to task
     */
    public record Cost(String crossing, double nanos, double messages, double bytes, double switches) {}

    private static final Component<Echo> ECHO =
            new Component<>("echo", Echo.class, EchoFactory.class, EchoFactory::new);
    private static final long RAM = 64L << 20;
    private static final int ROUNDS = 15;
    private static final int PAGE = 4096;

    /** There are no programs. */
    private static final class NoPrograms implements Personality {
        @Override
        public void systemCall(Task task) {}

        @Override
        public void pageFault(Task task, PageFault fault) {}

        @Override
        public void exception(Task task, int cause, long value) {}

        @Override
        public void returnToUser(Task task) {}

        @Override
        public void oops(Task task) {}

        @Override
        public void exited(Task task) {}
    }

    /** Its own copy of what is called, as a module's classes are: linked by a loader of their own, and called through an interface that is shared. */
    private static final class ModuleCode extends ClassLoader {
        ModuleCode() {
            super("module", Echo.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            Class<?> known = findLoadedClass(name);
            if (known != null || !name.startsWith(EchoFactory.class.getName())) {
                return known != null ? known : super.loadClass(name, resolve);
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static final VarHandle SINK;

    static {
        try {
            SINK = MethodHandles.lookup().findVarHandle(Crossings.class, "sink", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Kernel kernel;
    private final int calls;
    private final List<Cost> costs = new ArrayList<>();
    private int sink;

    private Crossings(Kernel kernel, int calls) {
        this.kernel = kernel;
        this.calls = calls;
    }

    /** @param calls in each of the rounds */
    public static List<Cost> measure(int calls) throws InterruptedException {
        try (Board board = new Board(BoardConfiguration.of(RAM, 1, Harts::create))) {
            Kernel kernel = new Kernel(
                    board.harts(), board.memory(), board.clock(), board.entropy(), KernelConfiguration.DEFAULT);
            Crossings crossings = new Crossings(kernel, calls);
            kernel.boot(new NoPrograms(), task -> {
                crossings.all();
                kernel.halt(0);
            });
            kernel.halted().get();
            return crossings.costs;
        } catch (ExecutionException e) {
            throw new KernelPanic("halted", e.getCause());
        }
    }

    private void all() {
        try {
            Echo plain = ECHO.inKernel().get().start(new KernelEnvironment(kernel, null), new String[0]);
            Design design = new Design("crossings", List.of(Row.domain("echo")));
            Echo domain = new Assembly(kernel, design, Connector.DIRECT).place(ECHO, "echo", null, Peers.NONE);
            cost("interface call", () -> direct(plain));
            Echo connected = Connector.DIRECT.connect(Echo.class, plain);
            cost("direct connector", () -> direct(connected));
            Echo module = ECHO.factoryFrom(new ModuleCode()).start(new KernelEnvironment(kernel, null), new String[0]);
            cost("module", () -> inModule(module));
            Echo marshalled = new MarshallingConnector().connect(Echo.class, plain);
            cost("message, caller's task", () -> byMessage(marshalled));
            cost("domain", () -> byMessage(domain));
            cost("domain, 4 KiB each way", () -> copy(domain));
        } catch (Errno e) {
            throw new KernelPanic("the component does not start", e);
        }
    }

    // A loop for each kind of callee, so that the JVM's profile of one call site does not slow another's. What passes is opaque, or C2 would
    // make one addition of all calls.

    private void direct(Echo echo) {
        for (int i = 0; i < calls; i++) {
            SINK.setOpaque(this, echo.echo((int) SINK.getOpaque(this)));
        }
    }

    private void inModule(Echo echo) {
        for (int i = 0; i < calls; i++) {
            SINK.setOpaque(this, echo.echo((int) SINK.getOpaque(this)));
        }
    }

    private void byMessage(Echo echo) {
        for (int i = 0; i < calls; i++) {
            SINK.setOpaque(this, echo.echo((int) SINK.getOpaque(this)));
        }
    }

    private void copy(Echo echo) {
        byte[] page = new byte[PAGE];
        for (int i = 0; i < calls; i++) {
            sink += echo.copy(page).length;
        }
    }

    private void cost(String crossing, Runnable loop) {
        double[] nanos = new double[ROUNDS];
        long messages = kernel.ipc().calls();
        long bytes = kernel.ipc().bytes();
        long switches = kernel.scheduler().switches();
        for (int round = 0; round < ROUNDS; round++) {
            long start = kernel.timers().now();
            loop.run();
            nanos[round] = (double) (kernel.timers().now() - start) / calls;
        }
        Arrays.sort(nanos);
        double all = (double) ROUNDS * calls;
        costs.add(new Cost(
                crossing,
                nanos[ROUNDS / 2],
                (kernel.ipc().calls() - messages) / all,
                (kernel.ipc().bytes() - bytes) / all,
                (kernel.scheduler().switches() - switches) / all));
    }
}
