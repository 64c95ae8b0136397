package dev.kenari.designs.monolithic;

import dev.kenari.abi.Errno;
import dev.kenari.designs.Outcome;
import dev.kenari.designs.RunningSystem;
import dev.kenari.designs.Statistics;
import dev.kenari.designs.SystemRequest;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.KernelConfiguration;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.task.Task;
import dev.kenari.linux.LinuxPersonality;
import dev.kenari.linux.LinuxServices;
import dev.kenari.machine.Board;
import dev.kenari.machine.BoardConfiguration;
import dev.kenari.machine.riscv.Harts;
import dev.kenari.machine.riscv.Hart;
import dev.kenari.process.Command;
import dev.kenari.process.ProcessComponent;
import dev.kenari.process.Processes;
import dev.kenari.vfs.ImageSource;
import dev.kenari.vfs.Vfs;
import dev.kenari.vfs.VfsComponent;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The monolithic design: every service in the kernel. */
public final class Monolithic implements RunningSystem {
    private final SystemRequest request;
    private final Board board;
    private final Kernel kernel;
    private volatile String failure;

    private Monolithic(SystemRequest request) {
        this.request = request;
        BoardConfiguration configuration = BoardConfiguration.of(request.ramBytes(), request.harts(), Harts::create);
        if (request.seed().isPresent()) {
            configuration = configuration.withSeed(request.seed().getAsLong());
        }
        board = new Board(configuration);
        kernel = new Kernel(board.harts(), board.memory(), board.clock(), board.entropy(), new KernelConfiguration(request.hostName()));
    }

    public static RunningSystem boot(SystemRequest request) {
        Monolithic system = new Monolithic(request);
        system.start();
        return system;
    }

    private void start() {
        try {
            VfsComponent files = VfsComponent.create(kernel, request.connector());
            Vfs vfs = request.connector().connect(Vfs.class, files.vfs());
            ProcessComponent processes = new ProcessComponent(kernel, vfs);
            Processes protocol = request.connector().connect(Processes.class, processes.processes());
            kernel.boot(new LinuxPersonality(new LinuxServices(kernel, vfs, request.connector().connect(dev.kenari.vfs.Channels.class, files.channels()), protocol, request.connector().connect(dev.kenari.process.Signals.class, processes.signals())), request.trace() == null ? null : new dev.kenari.linux.strace.Strace(request.trace())), init -> init(init, files, vfs, processes));
        } catch (Errno e) {
            throw new KernelPanic("wiring failed", e);
        }
    }

    private void init(Task task, VfsComponent files, Vfs vfs, ProcessComponent processes) {
        try {
            VfsComponent.Tmpfs root = files.tmpfs();
            request.root().populate(root.population(), rom());
            files.mountRoot(root.fileSystem(), "root");
            files.mount(files.devtmpfs(), "devtmpfs", "/dev", 0);
            processes.register(files);
            processes.mount(files);
            files.register(240, new HostStreams(request.streams()));
            for (int i = 0; i < 3; i++) {
                files.addDevice("stream" + i, 0666, 240, i);
            }
            int client = vfs.attach(0, 1, false, false);
            for (int i = 0; i < 3; i++) {
                vfs.openat(client, -100, "/dev/stream" + i, i == 0 ? 0 : 1, 0);
            }
            processes.runInit(task, new Command(request.program().arguments(), request.program().environment(),
                    request.program().directory(), 0, 0, new int[0], client, false), (status, message) -> failure = message);
        } catch (Errno e) {
            throw new KernelPanic("boot failed", e);
        }
    }

    private ImageSource rom() {
        try (FileChannel channel = FileChannel.open(request.root().data())) {
            MemorySegment segment = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
            return (offset, frame, length) -> MemorySegment.copy(segment, offset, board.memory().segment(), frame - board.memory().base(), length);
        } catch (IOException e) {
            throw new KernelPanic("rom", e);
        }
    }

    @Override
    public Optional<Outcome> await(Duration limit) throws InterruptedException {
        try {
            int status = limit == null ? kernel.halted().get() : kernel.halted().get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return Optional.of(new Outcome(status, failure));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KernelPanic panic ? panic : new KernelPanic("halted", e.getCause());
        }
    }

    @Override
    public Statistics statistics() {
        long instructions = board.harts().stream().mapToLong(Hart::retired).sum();
        return new Statistics(board.clock().nanos(), instructions, 0, 0, kernel.scheduler().switches(),
                kernel.frames().total() - kernel.frames().free(), kernel.frames().total());
    }

    @Override
    public void close() {
    }
}
