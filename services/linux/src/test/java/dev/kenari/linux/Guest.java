package dev.kenari.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.KernelConfiguration;
import dev.kenari.kernel.component.Connector;
import dev.kenari.kernel.task.Task;
import dev.kenari.machine.Board;
import dev.kenari.machine.BoardConfiguration;
import dev.kenari.machine.riscv.Harts;
import dev.kenari.process.Command;
import dev.kenari.process.ProcessComponent;
import dev.kenari.process.Processes;
import dev.kenari.process.Signals;
import dev.kenari.vfs.Channels;
import dev.kenari.vfs.Population;
import dev.kenari.vfs.RootLayers;
import dev.kenari.vfs.Vfs;
import dev.kenari.vfs.VfsComponent;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A whole computer with a kernel, whose root file system holds the files that a test puts there, for one command. */
public final class Guest {
    private static final long RAM = 64L << 20;
    private static final int LIMIT_SECONDS = 60;
    private static final long TIME = 1_700_000_000_000_000_000L;

    /**
     * How a command ended.
     *
     * @param output what it wrote to descriptors 1 and 2
     * @param failure why it could not be started, or null
     */
    public record Result(int status, String output, String failure, List<String> log) {}

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final int harts;
    private final Connector connector;
    private int uid;

    public Guest() {
        this(1, Connector.DIRECT);
    }

    public Guest(int harts, Connector connector) {
        this.harts = harts;
        this.connector = connector;
    }

    /** An executable file. */
    public Guest file(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    public Guest file(String path, String content) {
        return file(path, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The command runs as this user. */
    public Guest user(int id) {
        uid = id;
        return this;
    }

    /** Runs a command to its end. */
    public Result run(String... command) throws Exception {
        BoardConfiguration configuration = BoardConfiguration.of(RAM, harts, Harts::create);
        try (Board board = new Board(configuration)) {
            Kernel kernel =
                    new Kernel(board.harts(), board.memory(), board.clock(), board.entropy(), KernelConfiguration.DEFAULT);
            VfsComponent files = VfsComponent.create(kernel, connector);
            Vfs vfs = connector.connect(Vfs.class, files.vfs());
            ProcessComponent component = new ProcessComponent(kernel, vfs);
            Processes processes = connector.connect(Processes.class, component.processes());
            files.setPendingSignals(component.pendingSignals());
            Channels channels = connector.connect(Channels.class, files.channels());
            Signals signals = connector.connect(Signals.class, component.signals());
            LinuxPersonality personality =
                    new LinuxPersonality(new LinuxServices(kernel, vfs, channels, processes, signals), null);
            CompletableFuture<String[]> output = new CompletableFuture<>();
            kernel.boot(personality, task -> run(task, files, vfs, component, List.of(command), output));
            int status = kernel.halted().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            String[] texts = output.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            List<String> log = kernel.log().messages().stream().map(m -> m.text()).toList();
            return new Result(status, texts[0], texts[1], log);
        } catch (ExecutionException e) {
            throw new AssertionError("the kernel panicked", e.getCause());
        }
    }

    private void run(
            Task task,
            VfsComponent files,
            Vfs vfs,
            ProcessComponent component,
            List<String> command,
            CompletableFuture<String[]> output) {
        String[] failure = new String[1];
        try {
            int client = populate(files, vfs);
            int fd = vfs.openat(client, Fcntl.AT_FDCWD, "/out", Fcntl.O_RDWR | Fcntl.O_CREAT | Fcntl.O_APPEND, 0666);
            assertThat(fd).isZero();
            vfs.dup3(client, fd, 1, 0, true);
            vfs.dup3(client, fd, 2, 0, true);
            int reader = vfs.attach(client, 1, false, false);
            component.runInit(
                    task,
                    new Command(command, List.of("PATH=/bin"), "/", uid, uid, new int[0], client, false),
                    (status, message) -> failure[0] = status + ": " + message);
            String text = new String(vfs.readBytes(reader, 1, 1 << 20, 0), StandardCharsets.ISO_8859_1);
            output.complete(new String[] {text, failure[0]});
        } catch (Errno e) {
            output.completeExceptionally(e);
        }
    }

    private int populate(VfsComponent component, Vfs vfs) throws Errno {
        VfsComponent.Tmpfs root = component.tmpfs();
        Population population = root.population();
        population.directory("/bin", 0755, 0, 0, TIME);
        population.directory("/dev", 0755, 0, 0, TIME);
        population.directory("/lib", 0755, 0, 0, TIME);
        population.directory("/tmp", 01777, 0, 0, TIME);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            population.file(file.getKey(), 0755, 0, 0, TIME, file.getValue());
        }
        component.mountRoot(new RootLayers(root.fileSystem(), -1, -1));
        int client = vfs.attach(0, 1, false, false);
        component.mount(component.devtmpfs(), "devtmpfs", "/dev", 0);
        return client;
    }
}
