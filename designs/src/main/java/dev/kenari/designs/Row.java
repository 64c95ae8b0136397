package dev.kenari.designs;

import dev.kenari.kernel.component.HeartbeatPolicy;
import dev.kenari.kernel.component.InstanceLimits;
import dev.kenari.kernel.component.Placement;
import dev.kenari.kernel.component.RestartPolicy;
import dev.kenari.kernel.domain.DomainQuota;
import dev.kenari.kernel.sched.InitialScheduling;
import java.util.Set;

/**
 * One line of a design's table.
 *
 * @param component name of a component, such as {@code virtio_blk}
 * @param byMessage whether calls travel as bytes; always so to a domain
 * @param limits of its domain or process: what it may use, how it is scheduled, when it is restarted; null elsewhere
 * @param peers components that it may call
 */
public record Row(String component, Placement placement, boolean byMessage, InstanceLimits limits, Set<String> peers) {
    private static final long SECOND = 1_000_000_000L;
    /** Long enough for a slow machine to verify, rewrite and load the code of a file system. */
    private static final long START = 120 * SECOND;

    private static final InstanceLimits PLAIN =
            new InstanceLimits(16, 4096, DomainQuota.DEFAULT, START, 0, RestartPolicy.BACK_OFF);
    private static final InstanceLimits DRIVER = new InstanceLimits(
            16,
            4096,
            DomainQuota.DEFAULT,
            START,
            30 * SECOND,
            RestartPolicy.BACK_OFF,
            HeartbeatPolicy.DEFAULT,
            InitialScheduling.INTERRUPT_THREAD);

    private static final InstanceLimits PROGRAM =
            new InstanceLimits(16, 2, DomainQuota.DEFAULT, 30 * SECOND, 30 * SECOND, RestartPolicy.BACK_OFF);

    /** In the kernel, called directly. */
    public static Row kernel(String component) {
        return new Row(component, Placement.KERNEL, false, null, Set.of());
    }

    /** In the kernel while its module is loaded. */
    public static Row module(String component) {
        return new Row(component, Placement.MODULE, false, null, Set.of());
    }

    /** In a domain of its own, restarted when it ends. */
    public static Row domain(String component) {
        return new Row(component, Placement.DOMAIN, true, PLAIN, Set.of());
    }

    /** A driver in a domain of its own, which has half a minute for each request, and whose interrupt is not kept waiting by programs. */
    public static Row driver(String component) {
        return new Row(component, Placement.DOMAIN, true, DRIVER, Set.of());
    }

    /** A driver that is a riscv64 program, in a process of its own, restarted when it ends. */
    public static Row process(String component) {
        return new Row(component, Placement.PROCESS, true, PROGRAM, Set.of());
    }

    /** In the kernel, but what passes is copied. */
    public Row throughMessages() {
        return new Row(component, placement, true, limits, peers);
    }

    /** May call these components. */
    public Row calls(String... components) {
        return new Row(component, placement, byMessage, limits, Set.of(components));
    }
}
