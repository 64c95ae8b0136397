package dev.kenari.process.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A session (setsid(2)): process groups that share a controlling terminal. */
public final class Session {
    private final int id;
    private final List<ProcessGroup> groups = new ArrayList<>();

    public Session(int id) {
        this.id = id;
    }

    /** Process id of its leader. */
    public int id() {
        return id;
    }

    public List<ProcessGroup> groups() {
        return Collections.unmodifiableList(groups);
    }

    void add(ProcessGroup group) {
        groups.add(group);
    }

    void remove(ProcessGroup group) {
        groups.remove(group);
    }
}
