package dev.kenari.process.signal;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.harness.KernelHarness;
import dev.kenari.kernel.task.Task;
import dev.kenari.process.SigInfo;
import dev.kenari.process.SignalAction;
import dev.kenari.process.UserIds;
import dev.kenari.process.table.Limits;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.process.table.Program;
import dev.kenari.process.table.Session;
import java.util.function.BooleanSupplier;

/** Processes without programs: kernel tasks, of which the test itself is one, whose signals are real. */
final class Processes {
    static final long SIGRETURN = 0x1234;
    private static final Program PROGRAM = new Program(0, "/program", 0, SIGRETURN, new byte[0], 0, 0, 0, 0, 0);

    /** What runs in a process. */
    @FunctionalInterface
    interface Body {
        void run(int tid) throws Errno;
    }

    /** What a test does. */
    @FunctionalInterface
    interface Test {
        void run(Processes processes) throws Exception;
    }

    final Kernel kernel;
    final ProcessTable table = new ProcessTable(64L << 20);
    final SignalService signals;
    /** The process that the test's own task is. */
    final ProcessThread self;

    private final Session session = new Session(0);

    private Processes(Kernel kernel) throws Errno {
        this.kernel = kernel;
        this.signals = new SignalService(kernel, table);
        this.self = enter(Task.current(), table.init(), UserIds.ROOT);
    }

    static void inProcess(Test test) throws Exception {
        KernelHarness.inKernel(kernel -> test.run(new Processes(kernel)));
    }

    private ProcessThread enter(Task task, Process parent, UserIds ids) throws Errno {
        int pid = table.allocatePid(0);
        Process process = new Process(pid, parent, Limits.initial(64L << 20));
        process.setProgram(PROGRAM);
        process.setGroup(self == null ? table.newGroup(pid, session) : self.process().group());
        ProcessThread thread = new ProcessThread(pid, task, process, 0, ids, 0);
        table.add(thread);
        for (var listener : table.listeners()) {
            listener.created(parent.leader(), thread, 0);
        }
        return thread;
    }

    int tid() {
        return self.tid();
    }

    /** A child that runs {@code body}; the test goes on once it sleeps. */
    ProcessThread child(UserIds ids, Body body) throws Errno {
        ProcessThread[] thread = new ProcessThread[1];
        Task task = kernel.task("child", t -> run(thread[0], body));
        thread[0] = enter(task, self.process(), ids);
        task.wake();
        letOthersRun();
        return thread[0];
    }

    ProcessThread child(Body body) throws Errno {
        return child(UserIds.ROOT, body);
    }

    /** A further thread of the test's process. */
    ProcessThread thread(Body body) throws Errno {
        ProcessThread[] thread = new ProcessThread[1];
        Task task = kernel.task("thread", t -> run(thread[0], body));
        thread[0] = new ProcessThread(table.allocatePid(0), task, self.process(), 0, UserIds.ROOT, 0);
        table.add(thread[0]);
        for (var listener : table.listeners()) {
            listener.created(self, thread[0], dev.kenari.abi.CloneFlags.THREAD | dev.kenari.abi.CloneFlags.SIGHAND);
        }
        task.wake();
        letOthersRun();
        return thread[0];
    }

    private static void run(ProcessThread thread, Body body) {
        try {
            body.run(thread.tid());
        } catch (Errno e) {
            throw new AssertionError(e);
        }
    }

    void letOthersRun() {
        Task.current().block(kernel.timers().now() + 1_000_000, false);
    }

    /** Waits, by turns with the others, until {@code condition} holds; the harness ends a test that never gets there. */
    void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Task.current().block(kernel.timers().now() + 100_000, false);
        }
    }

    /** A body that sleeps until it is interrupted. */
    static void sleep(int tid) {
        Task task = Task.current();
        while (!task.interrupted()) {
            task.block(Long.MAX_VALUE, true);
        }
    }

    void handle(int tid, int signal, long flags, long mask) throws Errno {
        signals.action(tid, signal, new SignalAction(0x4000 + signal, flags, mask));
    }

    void send(int signal, int value) throws Errno {
        signals.queue(tid(), tid(), new SigInfo(signal, 0, -1, tid(), 0, value, 0, 0, 0));
    }
}
