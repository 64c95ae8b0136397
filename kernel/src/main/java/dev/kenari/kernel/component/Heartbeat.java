package dev.kenari.kernel.component;

import dev.kenari.kernel.ipc.Endpoint;
import dev.kenari.kernel.time.Timers;

/**
 * Watches an endpoint of an instance: a server task that comes back to it is the instance's heartbeat. The clock runs only while no server
 * task is free, so that a machine at rest has no timer; an instance with a free task answers by definition. Guarded by the kernel lock.
 */
final class Heartbeat {
    private final Timers timers;
    private final Instance instance;
    private final Endpoint endpoint;
    private final HeartbeatPolicy policy;
    private boolean armed;
    private long seen;
    private int missed;

    private Heartbeat(Timers timers, Instance instance, Endpoint endpoint, HeartbeatPolicy policy) {
        this.timers = timers;
        this.instance = instance;
        this.endpoint = endpoint;
        this.policy = policy;
    }

    /** Ends {@code instance} once its server tasks at {@code endpoint} have missed as many beats as {@code policy} says. */
    static void watch(Timers timers, Instance instance, Endpoint endpoint, HeartbeatPolicy policy) {
        if (policy.misses() > 0) {
            Heartbeat heartbeat = new Heartbeat(timers, instance, endpoint, policy);
            endpoint.setWhenFull(heartbeat::arm);
        }
    }

    private void arm() {
        if (!armed) {
            armed = true;
            missed = 0;
            await();
        }
    }

    private void await() {
        seen = endpoint.returns();
        timers.at(timers.now() + policy.periodNanos(), this::look);
    }

    private void look() {
        if (endpoint.dead() || !endpoint.full()) {
            armed = false;
            return;
        }
        missed = endpoint.returns() == seen ? missed + 1 : 0;
        if (missed == policy.misses()) {
            armed = false;
            instance.kill("no heartbeat in " + missed * policy.periodNanos() / 1_000_000 + " ms");
            return;
        }
        await();
    }
}
