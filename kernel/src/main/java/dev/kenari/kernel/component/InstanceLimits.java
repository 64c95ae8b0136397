package dev.kenari.kernel.component;

import dev.kenari.kernel.domain.DomainQuota;
import dev.kenari.kernel.sched.InitialScheduling;

/**
 * What a component's domain, or process, may use, and what becomes of it when it ends.
 *
 * @param tasks requests served at once
 * @param frames of memory held at once; of a process, those that its device reaches
 * @param quota of a domain: CPU, heap and stack
 * @param startNanos how long its first or next instance may take to be ready: its code is verified, rewritten and loaded in that time
 * @param replyNanos how long a client waits before the domain counts as hung; 0 for ever
 * @param scheduling of its tasks while they work for no client; else they run as their client does
 */
public record InstanceLimits(
        int tasks,
        int frames,
        DomainQuota quota,
        long startNanos,
        long replyNanos,
        RestartPolicy restart,
        HeartbeatPolicy heartbeat,
        InitialScheduling scheduling) {
    /** With the usual heartbeat, scheduled as programs are. */
    public InstanceLimits(
            int tasks, int frames, DomainQuota quota, long startNanos, long replyNanos, RestartPolicy restart) {
        this(tasks, frames, quota, startNanos, replyNanos, restart, HeartbeatPolicy.DEFAULT, InitialScheduling.FAIR);
    }
}
