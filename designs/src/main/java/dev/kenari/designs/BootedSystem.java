package dev.kenari.designs;

import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.component.DomainComponent;
import dev.kenari.kernel.component.Supervised;
import dev.kenari.kernel.component.UpdateRefused;
import dev.kenari.kernel.domain.ComponentCode;
import dev.kenari.kernel.fault.Injector;
import dev.kenari.machine.Board;
import dev.kenari.machine.BoardConfiguration;
import dev.kenari.machine.HostShare;
import dev.kenari.machine.disk.DiskStore;
import dev.kenari.machine.riscv.Hart;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The computer and its life; {@link Services} wires what runs on it. */
final class BootedSystem implements RunningSystem {
    private static final long REST_MILLIS = 5_000;

    private final Board board;
    private final Kernel kernel;
    private final Services services;
    private boolean closed;

    private BootedSystem(SystemRequest request) {
        board = new Board(configuration(request));
        kernel = new Kernel(
                board.harts(),
                board.memory(),
                board.clock(),
                board.entropy(),
                request.configuration());
        if (request.fault() != null) {
            kernel.inject(request.fault());
        }
        if (request.profile()) {
            kernel.startProfiler();
        }
        services = new Services(request, board, kernel);
    }

    static RunningSystem boot(SystemRequest request) {
        BootedSystem system = new BootedSystem(request);
        system.services.boot();
        return system;
    }

    private static BoardConfiguration configuration(SystemRequest request) {
        BoardConfiguration configuration = BoardConfiguration.of(request.ramBytes(), request.harts(), request.engine())
                .withStreams(request.streams());
        if (request.root().data() != null) {
            configuration = configuration.withRom(request.root().data());
        }
        if (request.console() != null) {
            configuration = configuration.withConsole(request.console());
        }
        if (request.seed().isPresent()) {
            configuration = configuration.withSeed(request.seed().getAsLong());
        }
        for (DiskStore disk : request.disks()) {
            configuration = configuration.withDisk(disk);
        }
        for (int i = 0; i < request.volumes().size(); i++) {
            Volume volume = request.volumes().get(i);
            configuration = configuration.withShare(new HostShare(Volumes.tag(i), volume.source(), volume.readOnly()));
        }
        return configuration;
    }

    @Override
    public Optional<Outcome> await(Duration limit) throws InterruptedException {
        try {
            int status = limit == null
                    ? kernel.halted().get()
                    : kernel.halted().get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return Optional.of(new Outcome(status, services.startFailure()));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KernelPanic panic ? panic : new KernelPanic("halted", e.getCause());
        }
    }

    @Override
    public Statistics statistics() {
        long now = board.clock().nanos();
        return new Statistics(
                now,
                board.harts().stream().mapToLong(Hart::retired).sum(),
                services.systemCalls(),
                services.outOfMemoryKills(),
                kernel.scheduler().cpus().stream().mapToLong(c -> c.idleNanos(now)).sum(),
                kernel.scheduler().switches(),
                kernel.frames().total() - kernel.frames().free(),
                kernel.frames().total(),
                kernel.ipc().all(),
                engine());
    }

    @Override
    public List<ComponentState> components() {
        return inKernel(List.of(), () -> services.supervised().values().stream()
                .map(c -> new ComponentState(c.name(), c.runs(), c.restarts(), c.updates()))
                .toList());
    }

    @Override
    public boolean endInstance(String component, String why) {
        return inKernel(false, () -> {
            Supervised found = services.supervised().get(component);
            if (found != null) {
                found.kill(why);
            }
            return found != null;
        });
    }

    @Override
    public void update(String component, Map<String, byte[]> classes) throws UpdateRefused, InterruptedException {
        DomainComponent<?> found = inKernel(null, () -> services.domains().get(component));
        if (found == null) {
            throw new UpdateRefused("no service of that name is in a domain");
        }
        ComponentCode next = found.version(classes);
        CompletableFuture<UpdateRefused> result = new CompletableFuture<>();
        kernel.halted().whenComplete((status, panic) -> result.complete(new UpdateRefused("the system has stopped")));
        kernel.post(() -> kernel.task("update/" + component, task -> {
            try {
                found.update(next);
                result.complete(null);
            } catch (UpdateRefused e) {
                result.complete(e);
            }
        }).wake());
        try {
            UpdateRefused refused = result.get();
            if (refused != null) {
                throw refused;
            }
        } catch (ExecutionException e) {
            throw new KernelPanic("update", e.getCause());
        }
    }

    /** What {@code work} finds under the kernel lock; {@code halted} if the system halts first. */
    private <T> T inKernel(T halted, Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        kernel.halted().whenComplete((status, panic) -> result.complete(halted));
        kernel.post(() -> result.complete(work.get()));
        return result.join();
    }

    @Override
    public FaultOutcome fault() {
        Injector faults = kernel.faults();
        return new FaultOutcome(
                faults.injected(),
                faults.activated(),
                faults.site(),
                faults.recoveryNanos(),
                kernel.failures().oopses(),
                kernel.ipc().deaths());
    }

    private Map<String, Long> engine() {
        Map<String, Long> counters = new LinkedHashMap<>();
        for (Hart hart : board.harts()) {
            hart.counters().forEach((name, count) -> counters.merge(name, count, Long::sum));
        }
        return counters;
    }

    @Override
    public Map<String, Long> profile() {
        if (kernel.profiler() == null || !awaitRest()) {
            return Map.of();
        }
        return kernel.profiler().folded();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        kernel.halt(0);
        // A hart that does not stop is a bug, but its memory must not be pulled from under it.
        if (awaitRest()) {
            board.close();
        } else {
            board.drain(REST_MILLIS);
        }
    }

    private boolean awaitRest() {
        try {
            return kernel.awaitRest(REST_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
