package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.ipc.Endpoint;
import dev.kenari.kernel.sync.WaitQueue;

/**
 * The steps of a live update that need nothing but the instance that runs (ADR 28; Giuffrida and others, "Safe and Automatic Live Update
 * for Operating Systems", 2013, on quiescence and hand-over). Each sleeps; guarded by the kernel lock.
 */
final class LiveUpdate {
    private static final long PATIENCE = 10_000_000_000L;
    private static final long LOOK = 1_000_000L;

    private final Kernel kernel;
    private final Domain domain;
    private final WaitQueue clock = new WaitQueue();
    private final long deadline;

    LiveUpdate(Kernel kernel, Domain domain) {
        this.kernel = kernel;
        this.domain = domain;
        this.deadline = kernel.timers().now() + PATIENCE;
    }

    /** Waits until no request is under way at {@code endpoint}, where no new one comes. */
    void awaitQuiet(Endpoint endpoint) throws UpdateRefused {
        await(() -> endpoint == null || endpoint.pending() == 0, "it does not come to rest: a request takes longer");
    }

    /** What {@code instance} hands over, called in a task of its domain; nothing if it has no state. */
    long[] stateOf(Object instance) throws UpdateRefused {
        if (!(instance instanceof Stateful stateful)) {
            return DomainComponent.NOTHING;
        }
        long[][] state = new long[1][];
        Errno[] failed = new Errno[1];
        try {
            domain.task("hand over", task -> {
                try {
                    state[0] = stateful.handOver().clone();
                } catch (Errno e) {
                    failed[0] = e;
                }
            }).wake();
        } catch (ProtectionFault e) {
            throw new UpdateRefused("it can't be asked for its state: " + e.getMessage());
        }
        await(() -> state[0] != null || failed[0] != null, "it does not hand over its state");
        if (failed[0] != null) {
            throw new UpdateRefused("it does not hand over its state: " + failed[0]);
        }
        return state[0];
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Condition condition, String otherwise) throws UpdateRefused {
        while (domain.end() == null && !condition.holds()) {
            if (kernel.timers().now() >= deadline) {
                throw new UpdateRefused(otherwise + " in " + PATIENCE / 1_000_000_000 + " s");
            }
            clock.sleepUninterruptibly(kernel.timers().now() + LOOK);
        }
        if (domain.end() != null) {
            throw new UpdateRefused("it ended meanwhile: " + domain.end());
        }
    }
}
