package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.PageCache;
import dev.kenari.kernel.mm.PageStore;

/**
 * What a component may ask of the kernel, the same wherever it lives. In the kernel each call goes straight through; in a domain it is
 * checked, counted against the domain's quotas, and of no use after the domain's end. All methods are called under the kernel lock.
 */
public interface Environment {
    /** CLOCK_MONOTONIC in nanoseconds. */
    long now();

    /** CLOCK_REALTIME in nanoseconds. */
    long realtime();

    /** To the kernel's log; levels as syslog(2) numbers them. */
    void log(int level, String line);

    /** A warning for the kernel's log and the operator. */
    void warn(String line);

    /** As {@link #warn}, but the same line once. */
    void warnOnce(String line);

    /** Its memory. */
    ComponentMemory memory();

    /**
     * The frame that all instances of the component keep as their {@code number}-th: the next finds what the last wrote there. Zeroes at
     * first, and after an instance that did not start. Never released by an instance. ENOMEM.
     */
    long keptFrame(int number) throws Errno;

    /** The device that a driver drives. */
    Device device();

    /** The hart that runs the caller. */
    int hart();

    /**
     * A wait queue of the kernel that clients may sleep on, by its number in {@link dev.kenari.kernel.sync.WaitQueues}. The n-th of an
     * instance has the number that the n-th of the instance before it had, so that who sleeps there outlives a restart.
     */
    int newWaitQueue();

    /** Wakes all who sleep on a queue from {@link #newWaitQueue}. */
    void wake(int queue);

    /** Random bytes. */
    byte[] random(int length);

    /** What fills the pages of {@link #pageCache}; once, while the component starts. */
    void servePages(PageStore store);

    /** Keys of the page caches that there are already: an earlier instance's. */
    long[] pageKeys();

    /** The page cache of what the store knows as {@code key}; if there is none yet, of {@code size} bytes. The component holds a reference. */
    PageCache pageCache(long key, long size);

    /** Whether another instance follows if this one fails: what it has replied to must then be where that one finds it. */
    boolean restarts();

    /** What the version before this one has handed over, if this one takes its place in a live update; else nothing. */
    long[] inherited();

    /** Starts a task. */
    void startTask(String name, Runnable body);

    /** Its capability to call another component, which the design must permit. EACCES, ENOENT. */
    long peer(String name) throws Errno;

    /** What to call to reach the component to which {@code peer} is a capability. */
    <T> T connect(long peer, Class<T> protocol);

    /** Another component, which the design must permit. EACCES, ENOENT. */
    default <T> T peer(String name, Class<T> protocol) throws Errno {
        return connect(peer(name), protocol);
    }
}
