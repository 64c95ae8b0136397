package dev.kenari.process.tty;

import dev.kenari.abi.Errno;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Job control in a world of few processes: who calls is what a test says, signals are noted. */
final class Shell implements JobControl {
    /** A signal that was sent to a group, or to a process if {@code group} is 0. */
    record Sent(int group, int process, int signal) {}

    final List<Sent> sent = new ArrayList<>();
    final Set<Integer> ignored = new HashSet<>();
    final Set<Integer> orphans = new HashSet<>();
    private final Map<Integer, Integer> sessions = new HashMap<>();
    private Caller caller = new Caller(0, 0, 0, 0, 0, true);

    /** From now on, this process calls. */
    Shell as(int process, int group, int session) {
        sessions.put(group, session);
        caller = new Caller(process, group, session, 1, 1000, false);
        return this;
    }

    @Override
    public Caller caller(int task) {
        return caller;
    }

    @Override
    public boolean ignores(int task, int signal) {
        return ignored.contains(signal);
    }

    @Override
    public boolean orphaned(int group) {
        return orphans.contains(group);
    }

    @Override
    public int sessionOf(int group) throws Errno {
        Integer session = sessions.get(group);
        if (session == null) {
            throw Errno.ESRCH;
        }
        return session;
    }

    @Override
    public void signalGroup(int group, int signal) {
        sent.add(new Sent(group, 0, signal));
    }

    @Override
    public void signalProcess(int pid, int signal) {
        sent.add(new Sent(0, pid, signal));
    }
}
