package dev.kenari.linux;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.harness.KernelHarness;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.kernel.task.Task;
import dev.kenari.linux.syscall.Row;
import dev.kenari.linux.syscall.SyscallTable;
import dev.kenari.process.Limit;
import dev.kenari.process.Processes;
import dev.kenari.process.Signals;
import dev.kenari.process.ThreadIdentity;
import dev.kenari.process.UserIds;
import dev.kenari.vfs.Vfs;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** A program without instructions: a task with memory whose system calls a test makes, by name, through the personality. */
public final class Program {
    private static final int A0 = 10;
    private static final int A7 = 17;

    /** What a test does with a program. */
    @FunctionalInterface
    public interface Body {
        void run(Program program) throws Exception;
    }

    /** Answers the calls of a protocol whose names it knows. */
    public static final class Answers implements InvocationHandler {
        private final Map<String, Object> byName = new HashMap<>();

        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
            Object answer = byName.get(method.getName());
            if (answer == null) {
                throw new AssertionError("no answer to " + method);
            }
            return answer instanceof Reply reply ? reply.to(arguments) : answer;
        }

        public void put(String name, Reply reply) {
            byName.put(name, reply);
        }

        public void put(String name, Object value) {
            byName.put(name, value);
        }
    }

    /** An answer that depends on the question. */
    @FunctionalInterface
    public interface Reply {
        Object to(Object[] arguments) throws Errno;
    }

    private final Kernel kernel;
    private final Task task;
    private final LinuxPersonality personality;
    private final SyscallTable table = new SyscallTable();
    private final Answers processes = new Answers();
    private final Answers vfs = new Answers();
    private final Answers signals = new Answers();

    private Program(Kernel kernel, Task task) throws Errno {
        this.kernel = kernel;
        this.task = task;
        processes.put("identify", new ThreadIdentity(2, 2, 1));
        processes.put("credentials", UserIds.ROOT);
        processes.put("prlimit", new Limit(-1, -1));
        LinuxServices services = new LinuxServices(
                kernel,
                answered(Vfs.class, vfs),
                null,
                answered(Processes.class, processes),
                answered(Signals.class, signals));
        personality = new LinuxPersonality(services, null);
        task.setSpace(kernel.spaces().create());
        LinuxTask.introduce(task, services.processes());
    }

    private static <T> T answered(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(Program.class.getClassLoader(), new Class<?>[] {type}, answers));
    }

    /** Runs {@code body} with a program in a kernel of one hart. */
    public static void inProgram(Body body) throws Exception {
        KernelHarness.inKernel(kernel -> body.run(new Program(kernel, Task.current())));
    }

    public Kernel kernel() {
        return kernel;
    }

    public Task task() {
        return task;
    }

    public AddressSpace space() {
        return task.space();
    }

    public UserMemory memory() {
        return task.space().memory();
    }

    /** How the process service answers. */
    public Answers processes() {
        return processes;
    }

    /** How the file service answers. */
    public Answers vfs() {
        return vfs;
    }

    /** How the signal service answers. */
    public Answers signals() {
        return signals;
    }

    /** Goes back to the program, as after a trap. */
    public void returnToUser() {
        personality.returnToUser(task);
    }

    /** Makes a system call; a failure is its negative error number. */
    public long call(String name, long... arguments) {
        for (int i = 0; i < 6; i++) {
            task.registers().x[A0 + i] = i < arguments.length ? arguments[i] : 0;
        }
        return callKeepingArguments(name);
    }

    /** Makes a system call with the argument registers as they are. */
    public long callKeepingArguments(String name) {
        for (Row row : table.rows()) {
            if (row.name().equals(name)) {
                task.registers().x[A7] = row.number();
                personality.systemCall(task);
                return task.registers().x[A0];
            }
        }
        throw new AssertionError("no system call " + name);
    }

    /** Makes a system call that must fail, and returns why. */
    public Errno fails(String name, long... arguments) {
        long result = call(name, arguments);
        if (result >= 0 || result < -4095) {
            throw new AssertionError(name + " returned " + result);
        }
        return Errno.of((int) -result);
    }
}
