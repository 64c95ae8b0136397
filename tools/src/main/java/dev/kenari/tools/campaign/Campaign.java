package dev.kenari.tools.campaign;

import dev.kenari.designs.Design;
import dev.kenari.designs.FaultOutcome;
import dev.kenari.designs.Outcome;
import dev.kenari.designs.Program;
import dev.kenari.designs.Row;
import dev.kenari.designs.RunningSystem;
import dev.kenari.designs.Statistics;
import dev.kenari.designs.SystemRequest;
import dev.kenari.kernel.KernelConfiguration;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.component.Connector;
import dev.kenari.kernel.fault.Fault;
import dev.kenari.machine.StandardStreams;
import dev.kenari.machine.disk.MemoryDisk;
import dev.kenari.machine.riscv.Harts;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Runs faults, each in a system of its own, and judges what became of it. */
public final class Campaign {
    private static final long RAM = 16L << 20;
    private static final Duration LOOK = Duration.ofMillis(500);
    /** A system that has done nothing for so long hangs, if nobody in it is being waited for. */
    private static final Duration SILENCE = Duration.ofSeconds(4);
    /** One that does something and never ends. */
    private static final int MOST_LOOKS = 60;
    private static final int PROGRESS = 200;
    private static final int BATCH = 16;
    private static final int WARM_UPS = 20;

    private final Workload workload = new Workload();
    private final FaultList faults;
    private final int boots;

    /** @param seed of the list of faults; @param boots systems that run at the same time */
    public Campaign(long seed, int boots) {
        this.faults = new FaultList(seed);
        this.boots = boots;
    }

    /**
     * Tries the list's faults in {@code design} until {@code wanted} have manifested, or {@code most} were tried.
     *
     * @param progress hears how far it is, now and then
     */
    List<Trial> run(Design design, int wanted, int most, Consumer<String> progress) throws InterruptedException {
        List<Trial> trials = new ArrayList<>();
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService pool = Executors.newFixedThreadPool(boots)) {
            int manifested = 0;
            while (manifested < wanted && trials.size() < most) {
                List<Future<Trial>> batch = new ArrayList<>();
                for (int i = 0; i < Math.min(BATCH * boots, most - trials.size()); i++) {
                    batch.add(pool.submit(() -> attempt(design, faults.get(next.getAndIncrement()))));
                }
                for (Future<Trial> future : batch) {
                    Trial trial = future.get();
                    trials.add(trial);
                    manifested += trial.manifested() ? 1 : 0;
                }
                if (trials.size() / PROGRESS > (trials.size() - batch.size()) / PROGRESS) {
                    progress.accept(design.name() + ": " + manifested + " of " + trials.size() + " faults manifested so far");
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a trial could not be judged", e.getCause());
        }
        return trials;
    }

    /** Boots without a fault until one boot is as it should be: the first ones are slow, and a slow driver is taken for one that hangs. */
    void warmUp(Design design) throws InterruptedException {
        Trial trial = attempt(design, null);
        for (int i = 1; trial.manifested() && i < WARM_UPS; i++) {
            trial = attempt(design, null);
        }
        if (trial.manifested()) {
            throw new IllegalStateException("without a fault, " + design.name() + " ends with " + trial.end());
        }
    }

    /** One boot with {@code fault}, or with none if that is null. */
    Trial attempt(Design design, Fault fault) throws InterruptedException {
        MemoryDisk disk = new MemoryDisk((long) Workload.DISK_BLOCKS * Workload.BLOCK);
        try (RunningSystem system = RunningSystem.boot(request(design, disk, fault))) {
            String end;
            int status = -1;
            try {
                Optional<Outcome> outcome = await(system, patience(design));
                end = outcome.isEmpty() ? "hang" : "exit";
                status = outcome.map(Outcome::status).orElse(-1);
            } catch (KernelPanic panic) {
                end = "panic";
            }
            FaultOutcome became = system.fault();
            boolean alive = end.equals("exit");
            boolean known = alive && status >= 0 && status < 32;
            boolean workerRight = known && (status & (Workload.WORKER_ERROR | Workload.WRONG_DATA | Workload.WORKER_KILLED)) == 0;
            boolean intact = intact(disk, workerRight);
            return new Trial(
                    fault,
                    became.injected(),
                    became.activated(),
                    status != 0 || !intact || became.oopses() > 0 || became.ended() > 0,
                    alive,
                    known && (status & Workload.BYSTANDER_WRONG) == 0,
                    workerRight,
                    known && (status & Workload.NO_SERVICE) == 0,
                    intact,
                    became.recoveryNanos(),
                    known || !alive ? end : "exit " + status);
        }
    }

    private SystemRequest request(Design design, MemoryDisk disk, Fault fault) {
        return new SystemRequest(
                RAM,
                1,
                Harts::interpreting,
                OptionalLong.empty(),
                KernelConfiguration.DEFAULT,
                workload,
                List.of(),
                List.of(disk),
                new Program(List.of("/bin/workload"), List.of(), "/", null),
                null,
                StandardStreams.NONE,
                design,
                Connector.DIRECT,
                null,
                false,
                fault);
    }

    /** How long a system may do nothing: a driver in a domain may be waited for, given up and started again. */
    private static Duration patience(Design design) {
        long nanos = design.rows().stream()
                .map(Row::limits)
                .filter(Objects::nonNull)
                .mapToLong(limits -> limits.startNanos() + limits.replyNanos())
                .max()
                .orElse(0);
        return SILENCE.plusNanos(nanos);
    }

    /** Waits for the end; empty if the system hangs. */
    private static Optional<Outcome> await(RunningSystem system, Duration patience) throws InterruptedException {
        long before = -1;
        int idle = 0;
        for (int looks = 0; looks < MOST_LOOKS && idle < patience.dividedBy(LOOK); looks++) {
            Optional<Outcome> outcome = system.await(LOOK);
            if (outcome.isPresent()) {
                return outcome;
            }
            Statistics now = system.statistics();
            idle = now.instructions() == before ? idle + 1 : 0;
            before = now.instructions();
        }
        return Optional.empty();
    }

    /** Whether each block holds what it was made with or what the worker wrote; all of those written, if {@code complete}. */
    private static boolean intact(MemoryDisk disk, boolean complete) {
        byte[] bytes = new byte[Workload.BLOCK];
        for (int block = 0; block < Workload.DISK_BLOCKS; block++) {
            disk.read((long) block * Workload.BLOCK, ByteBuffer.wrap(bytes));
            boolean written = block <= Workload.BLOCKS && holds(bytes, block, true);
            boolean mustBe = complete && block < Workload.BLOCKS;
            if (!written && (mustBe || !holds(bytes, block, false))) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(byte[] bytes, int block, boolean pattern) {
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < Workload.BLOCK / Long.BYTES; i++) {
            if (words.getLong(i * Long.BYTES) != (pattern ? Workload.word(block, i) : 0)) {
                return false;
            }
        }
        return true;
    }
}
