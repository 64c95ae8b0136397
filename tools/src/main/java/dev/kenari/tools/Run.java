package dev.kenari.tools;

import dev.kenari.designs.Outcome;
import dev.kenari.designs.Program;
import dev.kenari.designs.RootImage;
import dev.kenari.designs.RunningSystem;
import dev.kenari.designs.Statistics;
import dev.kenari.designs.SystemRequest;
import dev.kenari.image.ImageException;
import dev.kenari.image.ImageReference;
import dev.kenari.image.Images;
import dev.kenari.kernel.CommandLine;
import dev.kenari.kernel.KernelConfiguration;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.component.Connector;
import dev.kenari.kernel.fault.Fault;
import dev.kenari.machine.StandardStreams;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Boots a system for one command and waits for its end. */
final class Run {
    private static final long PAGE = 4096;
    private static final long LEAST_MEMORY = 16L << 20;
    private static final long MOST_MEMORY = 64L << 30;
    private static final int MOST_HARTS = 8;
    private static final int RESTART = -1;
    private static final String KERNEL_STACKS = "jdk.virtualThreadScheduler.parallelism";

    private final RunOptions options;
    private final List<String> command;
    private final Fault fault;
    private final long started = System.nanoTime();
    private Phases phases;

    Run(RunOptions options, List<String> command) {
        this(options, command, null);
    }

    /** @param fault what is to go wrong; null for nothing */
    Run(RunOptions options, List<String> command, Fault fault) {
        this.options = options;
        this.command = command;
        this.fault = fault;
    }

    int execute() {
        phases = options.stats ? new Phases() : null;
        int harts = harts();
        if (options.memory < LEAST_MEMORY || options.memory > MOST_MEMORY) {
            throw new UserError("bad-memory", "-m " + options.memory + ": guest memory is 16m to 64g");
        }
        if (options.profile != null) {
            ProfileFile.check(options.profile);
        }
        if (options.crashDirectory != null) {
            CrashFile.check(options.crashDirectory);
        }
        // A carrier for each hart: one more would be woken in vain at every task switch. Read when the first kernel stack is made.
        System.setProperty(KERNEL_STACKS, Integer.toString(harts));
        try (TraceFile trace = TraceFile.of(options.strace, options.straceFile);
                Engine engine = Engine.of(options)) {
            RootSource root = RootSource.open(options.image, options.keep);
            phase("image");
            while (true) {
                try (HostTerminal terminal = options.tty ? HostTerminal.raw() : null;
                        Disks disks = Disks.open(options.disks)) {
                    return run(request(root.attach(disks), harts, engine, disks, terminal, trace));
                } catch (KernelPanic panic) {
                    int status = failed(panic);
                    if (status != RESTART) {
                        return status;
                    }
                }
            }
        }
    }

    /** Tells of the panic, and waits for the restart of the machine if {@code panic=} asks for one; else returns the exit code. */
    private int failed(KernelPanic panic) {
        CrashFile.print(panic);
        if (System.getenv("KENARI_DEBUG") != null) {
            panic.printStackTrace();
        }
        int seconds = panic.report() == null ? 0 : panic.report().rebootAfter();
        if (seconds == 0) {
            return ExitCode.OURS;
        }
        Duration wait = Duration.ofSeconds(Math.max(0, seconds));
        if (options.timeout != null && wait.compareTo(left()) >= 0) {
            System.err.println("kenari: no restart: it would come after " + seconds(options.timeout) + " s (--timeout)");
            return ExitCode.TIMEOUT;
        }
        System.err.println(seconds < 0 ? "kenari: rebooting" : "kenari: rebooting in " + seconds + " seconds");
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.OURS;
        }
        return RESTART;
    }

    /** What is left of {@code --timeout}, which counts from the first boot; null if there is none. */
    private Duration left() {
        return options.timeout == null ? null : options.timeout.minusNanos(System.nanoTime() - started);
    }

    private SystemRequest request(
            RootImage root, int harts, Engine engine, Disks disks, HostTerminal terminal, TraceFile trace) {
        Program program = new Program(
                command.stream().map(Environment::bytes).toList(),
                Environment.of(options.environment, options.tty, "/root", options.hostName),
                Environment.bytes(options.directory),
                options.user);
        return new SystemRequest(
                options.memory & -PAGE,
                harts,
                engine.harts(),
                options.seed == null ? OptionalLong.empty() : OptionalLong.of(options.seed),
                new KernelConfiguration(options.hostName, new CommandLine(Environment.bytes(options.append))),
                root,
                Volumes.parse(options.volumes),
                disks.stores(),
                program,
                terminal,
                streams(),
                options.design,
                Connector.DIRECT,
                trace == null ? null : trace::line,
                options.profile != null,
                fault);
    }

    private int harts() {
        int harts = options.cpus != null
                ? options.cpus
                : options.seed != null ? 1 : Math.min(Runtime.getRuntime().availableProcessors(), MOST_HARTS);
        if (harts < 1 || harts > MOST_HARTS) {
            throw new UserError("bad-cpus", "--cpus " + harts + ": a board has 1 to " + MOST_HARTS + " harts");
        }
        if (options.seed != null && harts != 1) {
            throw new UserError("bad-cpus", "--seed repeats a run on one hart only: give --cpus 1");
        }
        return harts;
    }

    private StandardStreams streams() {
        InputStream input =
                options.interactive ? new FileInputStream(FileDescriptor.in) : InputStream.nullInputStream();
        OutputStream output = new FileOutputStream(FileDescriptor.out);
        return new StandardStreams(input, output, new FileOutputStream(FileDescriptor.err));
    }

    private int run(SystemRequest request) {
        try (RunningSystem system = boot(request);
                ControlSocket control = control(system)) {
            phase("boot");
            Optional<Outcome> outcome = await(system);
            phase("programs");
            Statistics statistics = system.statistics();
            if (options.stats) {
                StatisticsReport.print(phases, statistics);
            }
            if (options.profile != null) {
                system.close();
                ProfileFile.write(options.profile, system.profile());
            }
            if (statistics.outOfMemoryKills() > 0) {
                system.close();
                System.err.printf(
                        "kenari: out of memory: programs killed: %d; guest memory is %d MiB, give more with -m%n",
                        statistics.outOfMemoryKills(),
                        request.ramBytes() >> 20);
            }
            if (outcome.isEmpty()) {
                system.close();
                System.err.println("kenari: stopped after " + seconds(options.timeout) + " s (--timeout)");
                return ExitCode.TIMEOUT;
            }
            if (outcome.get().message() != null) {
                system.close();
                explain(outcome.get());
            }
            return outcome.get().status();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.OURS;
        }
    }

    /** Null where no service is in a domain: there is nothing to be controlled. */
    private ControlSocket control(RunningSystem system) {
        if (!options.design.usesDomains()) {
            return null;
        }
        try {
            return ControlSocket.open(ControlSocket.directory(), system);
        } catch (IOException e) {
            System.err.println("kenari: 'kenari service' will not find this system: " + e.getMessage());
            return null;
        }
    }

    private void phase(String ended) {
        if (phases != null) {
            phases.end(ended);
        }
    }

    private Optional<Outcome> await(RunningSystem system) throws InterruptedException {
        boolean panicked = true;
        try {
            Optional<Outcome> outcome = system.await(left());
            panicked = false;
            return outcome;
        } catch (KernelPanic panic) {
            if (options.crashDirectory != null) {
                CrashFile.write(options.crashDirectory, panic, options.crashMemory);
            }
            throw panic;
        } finally {
            if (fault != null) {
                FaultCommand.report(fault, system.fault(), panicked);
            }
        }
    }

    private static RunningSystem boot(SystemRequest request) {
        try {
            return RunningSystem.boot(request);
        } catch (UncheckedIOException e) {
            throw new UserError("cannot-boot", e.getMessage());
        }
    }

    private void explain(Outcome outcome) {
        System.err.println(switch (outcome.status()) {
            case ExitCode.NOT_FOUND -> "error: not-found: " + outcome.message() + hint();
            case ExitCode.NOT_EXECUTABLE -> "error: not-executable: " + outcome.message();
            default -> "error: bad-user: " + outcome.message();
        });
    }

    private String hint() {
        try {
            return Images.withCommand(ImageReference.parse(options.image), command.getFirst())
                    .map(image -> " (try --image " + image + ")")
                    .orElse("");
        } catch (ImageException e) {
            return "";
        }
    }

    private static String seconds(Duration duration) {
        double value = duration.toNanos() / 1e9;
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
