package dev.kenari.kernel;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.cap.Capability;
import dev.kenari.kernel.cap.CapabilitySpace;
import dev.kenari.kernel.cap.MemoryRange;
import dev.kenari.kernel.component.CallObserver;
import dev.kenari.kernel.crash.CrashReport;
import dev.kenari.kernel.crash.FailurePolicy;
import dev.kenari.kernel.fault.Fault;
import dev.kenari.kernel.fault.Injector;
import dev.kenari.kernel.ipc.IpcCounters;
import dev.kenari.kernel.irq.Interrupts;
import dev.kenari.kernel.mm.AddressSpaces;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.GrantedMemory;
import dev.kenari.kernel.mm.MemoryObjects;
import dev.kenari.kernel.mm.WriteBack;
import dev.kenari.kernel.module.Modules;
import dev.kenari.kernel.profile.Profiler;
import dev.kenari.kernel.sched.Cpu;
import dev.kenari.kernel.sched.Scheduler;
import dev.kenari.kernel.sync.Futexes;
import dev.kenari.kernel.sync.KernelLock;
import dev.kenari.kernel.sync.OwnedFutexes;
import dev.kenari.kernel.sync.WaitQueues;
import dev.kenari.kernel.task.Task;
import dev.kenari.kernel.time.Timers;
import dev.kenari.kernel.trace.KernelLog;
import dev.kenari.kernel.trace.MessageHistory;
import dev.kenari.kernel.trap.Traps;
import dev.kenari.machine.Clock;
import dev.kenari.machine.Entropy;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.Cause;
import dev.kenari.machine.riscv.Hart;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The kernel core over a board's harts and memory. Made by whoever wires a design: construct, give it a {@link Personality},
 * then {@link #boot}.
 */
public final class Kernel {
    private final List<? extends Hart> harts;
    private final Clock clock;
    private final Entropy entropy;
    private final KernelConfiguration configuration;
    private final KernelLock lock = new KernelLock();
    private final Timers timers;
    private final Scheduler scheduler;
    private final Frames frames;
    private final AddressSpaces spaces;
    private final MemoryObjects objects;
    private final GrantedMemory granted;
    private final Interrupts interrupts = new Interrupts();
    private final WaitQueues waitQueues = new WaitQueues();
    private final Futexes futexes = new Futexes();
    private final OwnedFutexes ownedFutexes = new OwnedFutexes();
    private final IpcCounters ipc = new IpcCounters();
    private final MessageHistory messages = new MessageHistory();
    private final CapabilitySpace capabilities = new CapabilitySpace("kernel", ipc, taken -> {});
    private final Capability allMemory;
    private final KernelLog log;
    private final FailurePolicy failures;
    private final Modules modules = new Modules(this);
    private final CompletableFuture<Integer> halt = new CompletableFuture<>();
    private final CountDownLatch running;
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private Traps traps;
    private Profiler profiler;
    private CallObserver callObserver;
    private Injector faults = new Injector(this, null);

    public Kernel(
            List<? extends Hart> harts,
            PhysicalMemory memory,
            Clock clock,
            Entropy entropy,
            KernelConfiguration configuration) {
        this.harts = harts;
        this.running = new CountDownLatch(harts.size());
        this.clock = clock;
        this.entropy = entropy;
        this.configuration = configuration;
        this.timers = new Timers(clock);
        this.scheduler = new Scheduler(harts, timers);
        this.frames = new Frames(memory);
        this.spaces = new AddressSpaces(frames, scheduler.cpus());
        this.objects = new MemoryObjects(frames);
        this.granted = new GrantedMemory(spaces, memory);
        this.allMemory = capabilities.create(new MemoryRange(memory.base(), memory.size()));
        this.log = new KernelLog(timers::now);
        this.failures = new FailurePolicy(configuration.commandLine());
        objects.setWriteBack(new WriteBack(frames, objects, timers, this::task, log::warn));
        frames.setReclaim(objects::reclaim);
    }

    public KernelConfiguration configuration() {
        return configuration;
    }

    public KernelLock lock() {
        return lock;
    }

    public Timers timers() {
        return timers;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    public Frames frames() {
        return frames;
    }

    public AddressSpaces spaces() {
        return spaces;
    }

    public MemoryObjects objects() {
        return objects;
    }

    public GrantedMemory granted() {
        return granted;
    }

    public Interrupts interrupts() {
        return interrupts;
    }

    public WaitQueues waitQueues() {
        return waitQueues;
    }

    public Futexes futexes() {
        return futexes;
    }

    public OwnedFutexes ownedFutexes() {
        return ownedFutexes;
    }

    /** Who hears of calls between components from now on; before {@link #boot}. */
    public void setCallObserver(CallObserver observer) {
        callObserver = observer;
    }

    /** A call between components has ended that began at {@code start}; as {@link CallObserver#called}. */
    public void observeCall(
            Task client, String server, String method, int sent, int received, long start, Errno error) {
        if (callObserver != null && client != null) {
            callObserver.called(client, server, method, sent, received, timers.now() - start, error);
        }
    }

    public boolean observesCalls() {
        return callObserver != null;
    }

    /** What has happened between components. */
    public IpcCounters ipc() {
        return ipc;
    }

    /** The last messages between components. */
    public MessageHistory messages() {
        return messages;
    }

    /** What the kernel holds: everything that a domain has is derived from that. */
    public CapabilitySpace capabilities() {
        return capabilities;
    }

    /** The capability to all of physical memory. */
    public Capability allMemory() {
        return allMemory;
    }

    public KernelLog log() {
        return log;
    }

    /** What becomes of a failure of the kernel's own. */
    public FailurePolicy failures() {
        return failures;
    }

    /** The loadable modules. */
    public Modules modules() {
        return modules;
    }

    /** Random bytes for programs and the kernel. */
    public byte[] random(int length) {
        byte[] bytes = new byte[length];
        entropy.fill(bytes);
        return bytes;
    }

    public Clock clock() {
        return clock;
    }

    /** Has a component fail; before {@link #boot}. */
    public void inject(Fault fault) {
        faults = new Injector(this, fault);
    }

    /** What stands between components and the rest. */
    public Injector faults() {
        return faults;
    }

    /** Has programs profiled; before {@link #boot}. */
    public void startProfiler() {
        profiler = new Profiler(frames);
    }

    /** Null unless programs are profiled. */
    public Profiler profiler() {
        return profiler;
    }

    public Traps traps() {
        return traps;
    }

    /**
     * Boots: each hart gets its idle task, and a kernel task runs {@code init}. Returns at once; {@link #halted} completes when
     * the kernel stops.
     */
    public void boot(Personality personality, Consumer<Task> init) {
        traps = new Traps(this, personality);
        Task first = task("init", init);
        List<Task> idles = new ArrayList<>();
        for (int i = 0; i < harts.size(); i++) {
            boolean boots = i == 0;
            idles.add(task("idle/" + i, idle -> {
                lock.acquire();
                if (boots) {
                    first.wake();
                }
                idle(idle);
            }));
        }
        scheduler.start(idles, () -> {
            lock.release();
            running.countDown();
        });
    }

    /** A kernel task that runs {@code body} once woken; an exception in it is a kernel panic. */
    public Task task(String name, Consumer<Task> body) {
        return scheduler.create(name, task -> {
            try {
                body.accept(task);
            } catch (RuntimeException | Error e) {
                panic(e);
            }
        });
    }

    /** A task that runs a program from its registers and address space, once woken. */
    public Task userTask(String name) {
        return task(name, task -> traps.userLoop(task));
    }

    /** Any thread: has {@code work} done under the kernel lock, in an interrupt; it must not sleep. */
    public void post(Runnable work) {
        posted.add(work);
        harts.getFirst().raise(Cause.SOFTWARE);
    }

    /** A software interrupt: does what was posted. */
    public void doPosted() {
        for (Runnable work = posted.poll(); work != null; work = posted.poll()) {
            work.run();
        }
    }

    private void idle(Task idle) {
        Cpu cpu = scheduler.cpu(idle);
        while (!scheduler.stopping()) {
            scheduler.leaveIdle(idle);
            cpu.programTimer(timers.next(), Long.MIN_VALUE);
            lock.release();
            cpu.hart().waitForInterrupt();
            lock.acquire();
            traps.interrupts(cpu);
        }
    }

    /** For long work in the kernel: handles what is pending on the hart, and lets others run if the slice is over. */
    public void reschedulePoint(Task task) {
        traps.interrupts(scheduler.cpu(task));
        scheduler.preempt(task);
    }

    /** Completes with the exit status when the kernel halts, or with the {@link KernelPanic}. */
    public CompletableFuture<Integer> halted() {
        return halt;
    }

    /** Stops the machine: {@link #halted} completes with {@code status}, harts come to rest at the end of their traps. Any thread. */
    public void halt(int status) {
        halt.complete(status);
        scheduler.stop();
    }

    /** panic(9): our bug. The machine stops; {@link #halted} completes exceptionally. In the task that failed. */
    public void panic(Throwable cause) {
        KernelPanic panic = cause instanceof KernelPanic known ? known : new KernelPanic("unexpected " + cause, cause);
        panic.setReport(CrashReport.of(this, cause));
        halt.completeExceptionally(panic);
        scheduler.stop();
    }

    /** Waits until no hart runs any more, after {@link #halt}; false if one still does after {@code millis}. Host threads only. */
    public boolean awaitRest(long millis) throws InterruptedException {
        return running.await(millis, TimeUnit.MILLISECONDS);
    }
}
