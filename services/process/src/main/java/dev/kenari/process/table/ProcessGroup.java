package dev.kenari.process.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A process group (credentials(7)); gone once it has no member. */
public final class ProcessGroup {
    private final int id;
    private final Session session;
    private final List<Process> members = new ArrayList<>();

    public ProcessGroup(int id, Session session) {
        this.id = id;
        this.session = session;
        session.add(this);
    }

    public int id() {
        return id;
    }

    public Session session() {
        return session;
    }

    /** The processes in it, zombies too. */
    public List<Process> members() {
        return Collections.unmodifiableList(members);
    }

    void add(Process process) {
        members.add(process);
    }

    void remove(Process process) {
        members.remove(process);
        if (members.isEmpty()) {
            session.remove(this);
        }
    }

    /** Whether no member but {@code except} that lives has a parent in another group of the session: nobody could continue it. */
    public boolean orphaned(Process except) {
        for (Process member : members) {
            boolean counts = member != except && !member.zombie() && member.parent() != null && member.parent().pid() != 1;
            if (counts && member.parent().group() != this && member.parent().session() == session) {
                return false;
            }
        }
        return true;
    }

    /** Whether a member that lives is stopped. */
    public boolean hasStopped() {
        return members.stream().anyMatch(m -> !m.zombie() && m.stopSignal() != 0);
    }
}
