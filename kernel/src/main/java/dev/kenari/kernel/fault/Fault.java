package dev.kenari.kernel.fault;

/**
 * One fault, at one site.
 *
 * @param component an instance, such as {@code virtio_blk/vda}, or all instances of a component, such as {@code virtio_blk}
 * @param seed decides what the kind leaves open
 * @param at which call, interrupt or transfer it happens at, from 1; of no use to a fault in code
 */
public record Fault(String component, FaultKind kind, long seed, long at) {
    /** The same in every design: kind, site and seed. */
    public String id() {
        return kind.label() + "@" + component + ":" + at + "#" + seed;
    }

    boolean concerns(String instance) {
        return instance.equals(component) || instance.startsWith(component + "/");
    }
}
