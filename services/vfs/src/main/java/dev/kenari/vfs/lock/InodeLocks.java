package dev.kenari.vfs.lock;

import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.vfs.RecordLock;
import dev.kenari.vfs.namespace.Inode;
import java.util.ArrayList;
import java.util.List;

/** The locks on one file. */
public final class InodeLocks {
    /**
     * A record lock.
     *
     * @param owner a descriptor table, or an open file description
     */
    record Held(Object owner, RecordLock lock) {}

    /** @param owner an open file description */
    record Flock(Object owner, int type, int process) {}

    private final Inode inode;
    private final List<Held> records = new ArrayList<>();
    private final List<Flock> flocks = new ArrayList<>();
    private final WaitQueue released = new WaitQueue();

    public InodeLocks(Inode inode) {
        this.inode = inode;
    }

    Inode inode() {
        return inode;
    }

    List<Held> records() {
        return records;
    }

    List<Flock> flocks() {
        return flocks;
    }

    WaitQueue released() {
        return released;
    }

    boolean isEmpty() {
        return records.isEmpty() && flocks.isEmpty();
    }

    /** The first lock of another owner that {@code wanted} can't be held with; null if none. */
    Held conflict(Object owner, RecordLock wanted) {
        for (Held held : records) {
            RecordLock lock = held.lock;
            if (held.owner != owner
                    && lock.start() <= wanted.end()
                    && wanted.start() <= lock.end()
                    && (lock.type() == Fcntl.F_WRLCK || wanted.type() == Fcntl.F_WRLCK)) {
                return held;
            }
        }
        return null;
    }

    /** The owner now holds {@code wanted} on its range and what it held elsewhere; F_UNLCK: nothing there. */
    void apply(Object owner, RecordLock wanted) {
        List<Held> kept = new ArrayList<>();
        RecordLock merged = wanted;
        for (Held held : records) {
            RecordLock lock = held.lock;
            boolean sameType = lock.type() == wanted.type();
            if (held.owner != owner || apart(lock, merged, sameType)) {
                kept.add(held);
            } else if (sameType) {
                merged = new RecordLock(
                        wanted.type(),
                        Math.min(lock.start(), merged.start()),
                        Math.max(lock.end(), merged.end()),
                        wanted.process());
            } else {
                if (lock.start() < wanted.start()) {
                    kept.add(part(held, lock.start(), wanted.start() - 1));
                }
                if (lock.end() > wanted.end()) {
                    kept.add(part(held, wanted.end() + 1, lock.end()));
                }
            }
        }
        if (wanted.type() != Fcntl.F_UNLCK) {
            kept.add(new Held(owner, merged));
        }
        records.clear();
        records.addAll(kept);
        released.wakeAll();
    }

    /** Whether neither overlaps the other nor, if they may be merged, touches it. */
    private static boolean apart(RecordLock a, RecordLock b, boolean mayMerge) {
        long reach = mayMerge ? 1 : 0;
        return a.end() < b.start() - reach || b.end() < a.start() - reach;
    }

    private static Held part(Held held, long start, long end) {
        return new Held(held.owner, new RecordLock(held.lock.type(), start, end, held.lock.process()));
    }

    boolean holdsFlock(Object owner, int type) {
        return flocks.stream().anyMatch(f -> f.owner == owner && f.type == type);
    }

    boolean flockConflicts(Object owner, int type) {
        return flocks.stream()
                .anyMatch(f -> f.owner != owner && (f.type == Fcntl.F_WRLCK || type == Fcntl.F_WRLCK));
    }

    void releaseFlock(Object owner) {
        if (flocks.removeIf(f -> f.owner == owner)) {
            released.wakeAll();
        }
    }

    /** A descriptor table closed a descriptor of this file: all its record locks go (the rule of POSIX). */
    public void releaseOwner(Object owner) {
        if (records.removeIf(held -> held.owner == owner)) {
            released.wakeAll();
        }
    }

    /** The open file description is gone: its locks of both kinds go. */
    public void releaseDescription(Object owner) {
        boolean any = records.removeIf(held -> held.owner == owner);
        any |= flocks.removeIf(flock -> flock.owner == owner);
        if (any) {
            released.wakeAll();
        }
    }
}
