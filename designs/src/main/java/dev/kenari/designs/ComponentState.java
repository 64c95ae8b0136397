package dev.kenari.designs;

/**
 * A component in a domain, at one moment.
 *
 * @param name of the instance, such as {@code virtio_blk/vda}
 * @param runs whether it takes calls
 * @param restarts how often it was started again
 * @param updates how often another version took its place
 */
public record ComponentState(String name, boolean runs, int restarts, int updates) {}
