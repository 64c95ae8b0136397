package dev.kenari.process.tty;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Signal;
import dev.kenari.kernel.task.Task;
import java.util.HashMap;
import java.util.Map;

/** Which session has which controlling terminal (credentials(7), tty(4)). */
final class ControllingTerminals {
    private final JobControl jobs;
    private final Map<Integer, Tty> bySession = new HashMap<>();
    /** Foreground groups of sessions whose terminal was hung up: their leader's end tells them. */
    private final Map<Integer, Integer> orphans = new HashMap<>();

    ControllingTerminals(JobControl jobs) {
        this.jobs = jobs;
    }

    JobControl.Caller caller() {
        return jobs.caller(Task.current().id());
    }

    /** The session's terminal, or null. */
    Tty of(int session) {
        return session == 0 ? null : bySession.get(session);
    }

    /** A session leader without a terminal opened one: it becomes the session's. */
    void acquireOnOpen(Tty tty) {
        JobControl.Caller caller = caller();
        if (caller.leadsSession() && of(caller.session()) == null && tty.session() == 0) {
            give(tty, caller.session(), caller.group());
        }
    }

    void give(Tty tty, int session, int group) {
        bySession.put(session, tty);
        tty.setSession(session, group);
    }

    /** TIOCSCTTY. */
    void acquire(Tty tty, boolean steal) throws Errno {
        JobControl.Caller caller = caller();
        if (caller.leadsSession() && tty.session() == caller.session()) {
            return;
        }
        if (!caller.leadsSession() || of(caller.session()) != null) {
            throw Errno.EPERM;
        }
        if (tty.session() != 0) {
            if (!steal || !caller.administrator()) {
                throw Errno.EPERM;
            }
            bySession.remove(tty.session());
        }
        give(tty, caller.session(), caller.group());
    }

    /** TIOCNOTTY by a session leader: the foreground group is hung up. EPERM for others, since all of a session share its terminal here. */
    void giveUp(Tty tty) throws Errno {
        JobControl.Caller caller = caller();
        if (of(caller.session()) != tty) {
            throw Errno.ENOTTY;
        }
        if (!caller.leadsSession()) {
            throw Errno.EPERM;
        }
        int group = tty.foreground();
        disconnect(tty);
        if (group != 0) {
            jobs.signalGroup(group, Signal.HUP);
            jobs.signalGroup(group, Signal.CONT);
        }
    }

    /** The terminal is gone for whoever has it open; its session's leader is told. */
    void hangUp(Tty tty) {
        int session = tty.session();
        if (session != 0) {
            orphans.put(session, tty.foreground());
            disconnect(tty);
            jobs.signalProcess(session, Signal.HUP);
            jobs.signalProcess(session, Signal.CONT);
        }
        tty.hangUp();
    }

    /** A session's leader has ended. */
    void leaderEnded(int session) {
        Tty tty = of(session);
        if (tty != null) {
            int group = tty.foreground();
            disconnect(tty);
            if (group != 0) {
                jobs.signalGroup(group, Signal.HUP);
            }
            if (tty.line().hangsUpWithSession()) {
                tty.hangUp();
            }
        }
        Integer group = orphans.remove(session);
        if (group != null && group != 0) {
            jobs.signalGroup(group, Signal.HUP);
            jobs.signalGroup(group, Signal.CONT);
        }
    }

    /** The terminal is nobody's any more. */
    void disconnect(Tty tty) {
        bySession.remove(tty.session(), tty);
        tty.setSession(0, 0);
    }
}
