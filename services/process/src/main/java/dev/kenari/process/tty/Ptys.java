package dev.kenari.process.tty;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.vfs.DeviceNumber;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/** The pseudoterminals by number. */
final class Ptys {
    static final int SLAVE_MAJOR = 136;
    /** Group of the slaves, as Debian mounts devpts: tty. */
    private static final int TTY_GROUP = 5;
    /** /proc/sys/kernel/pty/max. */
    private static final int LIMIT = 4096;

    private final Kernel kernel;
    private final JobControl jobs;
    private final ControllingTerminals terminals;
    private final TtyIoctls ioctls;
    private final TreeMap<Integer, Pty> open = new TreeMap<>();
    private final Set<Integer> used = new HashSet<>();

    Ptys(Kernel kernel, JobControl jobs, ControllingTerminals terminals, TtyIoctls ioctls) {
        this.kernel = kernel;
        this.jobs = jobs;
        this.terminals = terminals;
        this.ioctls = ioctls;
    }

    /** open(2) of /dev/ptmx. ENOSPC. */
    Pty create() throws Errno {
        int index = 0;
        while (used.contains(index)) {
            index++;
        }
        if (index >= LIMIT) {
            throw Errno.ENOSPC;
        }
        Tty slave = new Tty("pts/" + index, DeviceNumber.of(SLAVE_MAJOR, index), kernel, jobs);
        Pty pty = new Pty(index, this, slave, ioctls, kernel);
        pty.setOwner(terminals.caller().uid(), TTY_GROUP);
        used.add(index);
        open.put(index, pty);
        return pty;
    }

    /** The pseudoterminal of that number; ENOENT. */
    Pty find(int index) throws Errno {
        Pty pty = open.get(index);
        if (pty == null) {
            throw Errno.ENOENT;
        }
        return pty;
    }

    /** Those whose master is open, in the order of their numbers. */
    Collection<Pty> all() {
        return open.values();
    }

    /** Those with numbers above {@code index}. */
    Collection<Pty> after(int index) {
        return open.tailMap(index, false).values();
    }

    void remove(Pty pty) {
        open.remove(pty.index());
    }

    void free(Pty pty) {
        used.remove(pty.index());
    }

    void hangUp(Tty slave) {
        terminals.hangUp(slave);
    }

    void forgetSession(Tty slave) {
        terminals.disconnect(slave);
    }
}
