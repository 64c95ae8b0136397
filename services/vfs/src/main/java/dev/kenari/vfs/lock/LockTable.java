package dev.kenari.vfs.lock;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.vfs.DeviceNumber;
import dev.kenari.vfs.RecordLock;
import dev.kenari.vfs.namespace.Inode;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Takes and lists locks of all files, and finds deadlocks among those who wait for record locks. */
public final class LockTable {
    /** Of one file. */
    private static final int MAX_RECORDS = 4096;

    private final Set<InodeLocks> locked = new LinkedHashSet<>();
    private final Map<Object, Object> waitsFor = new IdentityHashMap<>();

    /** flock(2): {@code operation} has LOCK_SH, LOCK_EX or LOCK_UN, and perhaps LOCK_NB. May sleep. */
    public void flock(Inode inode, Object description, int process, int operation) throws Errno {
        InodeLocks locks = inode.locks();
        int kind = operation & ~Fcntl.LOCK_NB;
        if (kind == Fcntl.LOCK_UN) {
            locks.releaseFlock(description);
            return;
        }
        if (kind != Fcntl.LOCK_SH && kind != Fcntl.LOCK_EX) {
            throw Errno.EINVAL;
        }
        int type = kind == Fcntl.LOCK_EX ? Fcntl.F_WRLCK : Fcntl.F_RDLCK;
        if (locks.holdsFlock(description, type)) {
            return;
        }
        // A conversion gives the old lock up first (flock(2)).
        locks.releaseFlock(description);
        while (locks.flockConflicts(description, type)) {
            if ((operation & Fcntl.LOCK_NB) != 0) {
                throw Errno.EAGAIN;
            }
            locks.released().sleep();
        }
        locks.flocks().add(new InodeLocks.Flock(description, type, process));
        locked.add(locks);
    }

    /**
     * F_SETLK, and F_SETLKW if {@code wait}. May sleep.
     *
     * @param owner a descriptor table, or an open file description
     */
    public void set(Inode inode, Object owner, RecordLock wanted, boolean wait) throws Errno {
        InodeLocks locks = inode.locks();
        if (wanted.type() != Fcntl.F_UNLCK) {
            for (var held = locks.conflict(owner, wanted); held != null; held = locks.conflict(owner, wanted)) {
                if (!wait) {
                    throw Errno.EAGAIN;
                }
                await(locks, owner, held.owner(), wanted.process() >= 0);
            }
        }
        if (locks.records().size() >= MAX_RECORDS && wanted.type() != Fcntl.F_UNLCK) {
            throw Errno.ENOLCK;
        }
        locks.apply(owner, wanted);
        locked.add(locks);
        locked.removeIf(InodeLocks::isEmpty);
    }

    private void await(InodeLocks locks, Object owner, Object holder, boolean detectDeadlock) throws Errno {
        if (detectDeadlock) {
            for (Object at = holder; at != null; at = waitsFor.get(at)) {
                if (at == owner) {
                    throw Errno.EDEADLK;
                }
            }
        }
        waitsFor.put(owner, holder);
        try {
            locks.released().sleep();
        } finally {
            waitsFor.remove(owner);
        }
    }

    /** F_GETLK: a lock in the way of {@code wanted}, or {@code wanted} as F_UNLCK. */
    public RecordLock get(Inode inode, Object owner, RecordLock wanted) {
        InodeLocks.Held held = inode.locks().conflict(owner, wanted);
        return held != null ? held.lock() : new RecordLock(Fcntl.F_UNLCK, wanted.start(), wanted.end(), 0);
    }

    /** proc_locks(5). */
    public String list() {
        locked.removeIf(InodeLocks::isEmpty);
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (InodeLocks locks : locked) {
            for (InodeLocks.Flock flock : locks.flocks()) {
                line(text, ++number, "FLOCK ", locks, flock.type(), flock.process(), "0 EOF");
            }
            for (InodeLocks.Held held : locks.records()) {
                RecordLock lock = held.lock();
                String end = lock.end() == Long.MAX_VALUE ? "EOF" : Long.toString(lock.end());
                String kind = lock.process() < 0 ? "OFDLCK" : "POSIX ";
                line(text, ++number, kind, locks, lock.type(), lock.process(), lock.start() + " " + end);
            }
        }
        return text.toString();
    }

    private static void line(
            StringBuilder text, int number, String kind, InodeLocks locks, int type, int process, String range) {
        long device = locks.inode().superBlock().device();
        text.append(number).append(": ").append(kind).append(" ADVISORY  ");
        text.append(type == Fcntl.F_WRLCK ? "WRITE " : "READ ").append(process).append(' ');
        text.append(String.format("%02x:%02x:%d ", DeviceNumber.major(device), DeviceNumber.minor(device),
                locks.inode().number()));
        text.append(range).append('\n');
    }
}
