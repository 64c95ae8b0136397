package dev.kenari.process.table;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.task.Task;
import dev.kenari.process.UserIds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All processes and threads by number. Process 1 is Kenari's own reaper, which runs no program. */
public final class ProcessTable {
    public static final int INIT = 1;

    private final PidAllocator pids = new PidAllocator();
    private final TreeMap<Integer, Process> processes = new TreeMap<>();
    private final Map<Integer, ProcessThread> threads = new HashMap<>();
    private final Map<Integer, ProcessThread> byTask = new HashMap<>();
    private final Map<Integer, ProcessGroup> groups = new HashMap<>();
    private final List<LifecycleListener> listeners = new ArrayList<>();
    private final Process init;
    private long created;

    public ProcessTable(long memoryBytes) {
        try {
            int pid = pids.allocate();
            init = new Process(pid, null, Limits.initial(memoryBytes));
            init.setGroup(newGroup(pid, new Session(pid)));
            processes.put(pid, init);
            ProcessThread thread = new ProcessThread(pid, null, init, 0, UserIds.ROOT, 0);
            threads.put(pid, thread);
            init.addThread(thread);
        } catch (Errno e) {
            throw new IllegalStateException("an empty table has no room", e);
        }
    }

    /** Process 1. */
    public Process init() {
        return init;
    }

    /** All processes, zombies too, by pid. */
    public Collection<Process> processes() {
        return Collections.unmodifiableCollection(processes.values());
    }

    public int threadCount() {
        return threads.size();
    }

    /** Threads and processes made since boot: what /proc/stat counts. */
    public long created() {
        return created;
    }

    /** The id given out last, for proc_loadavg(5). */
    public int lastPid() {
        return pids.last();
    }

    public Process process(int pid) throws Errno {
        Process process = processes.get(pid);
        if (process == null) {
            throw Errno.ESRCH;
        }
        return process;
    }

    public boolean isProcess(int pid) {
        return processes.containsKey(pid);
    }

    public ProcessThread thread(int tid) throws Errno {
        ProcessThread thread = threads.get(tid);
        if (thread == null) {
            throw Errno.ESRCH;
        }
        return thread;
    }

    /** The thread that a kernel task is; null if it is none. */
    public ProcessThread thread(Task task) {
        return byTask.get(task.id());
    }

    /** The thread whose task is numbered {@code task}. */
    public ProcessThread threadOfTask(int task) throws Errno {
        ProcessThread thread = byTask.get(task);
        if (thread == null) {
            throw Errno.ESRCH;
        }
        return thread;
    }

    public ProcessGroup group(int id) throws Errno {
        ProcessGroup group = groups.get(id);
        if (group == null || group.members().isEmpty()) {
            throw Errno.ESRCH;
        }
        return group;
    }

    /** A group that has no member yet. */
    public ProcessGroup newGroup(int id, Session session) {
        ProcessGroup group = new ProcessGroup(id, session);
        groups.put(id, group);
        return group;
    }

    /** A free id; {@code wanted} 0 for any. EAGAIN, EEXIST. */
    public int allocatePid(int wanted) throws Errno {
        if (wanted == 0) {
            return pids.allocate();
        }
        pids.take(wanted);
        return wanted;
    }

    /** Gives an id back that {@link #add} was not called for. */
    public void freePid(int id) {
        pids.free(id);
    }

    /** Enters a thread, and with its leader the process. */
    public void add(ProcessThread thread) {
        Process process = thread.process();
        created++;
        threads.put(thread.tid(), thread);
        byTask.put(thread.task().id(), thread);
        process.addThread(thread);
        if (thread.isLeader()) {
            processes.put(process.pid(), process);
            process.setParent(process.parent());
        }
    }

    /** The thread has ended. Its id is free, unless it is the leader's: that stays until the process is reaped. */
    public void remove(ProcessThread thread) {
        byTask.remove(thread.task().id());
        thread.process().removeThread(thread);
        if (!thread.isLeader()) {
            threads.remove(thread.tid());
            freeUnlessGroup(thread.tid());
        }
    }

    /** exec: {@code thread}, the last one of its process, becomes the leader and takes its id. */
    public void takeLead(ProcessThread thread) {
        Process process = thread.process();
        threads.remove(thread.tid());
        freeUnlessGroup(thread.tid());
        thread.setTid(process.pid());
        threads.put(process.pid(), thread);
        process.setLeader(thread);
    }

    /** The zombie was waited for: it leaves no trace. */
    public void reap(Process process) {
        process.removeFromParent();
        processes.remove(process.pid());
        threads.remove(process.pid());
        ProcessGroup group = process.group();
        process.setGroup(null);
        if (group.members().isEmpty()) {
            forget(group);
        }
        freeUnlessGroup(process.pid());
    }

    /** Moves a process to another group, and forgets one that is empty then. */
    public void move(Process process, ProcessGroup to) {
        ProcessGroup from = process.group();
        process.setGroup(to);
        if (from.members().isEmpty()) {
            forget(from);
        }
    }

    private void forget(ProcessGroup group) {
        groups.remove(group.id());
        if (group.session().groups().isEmpty()) {
            freeUnlessGroup(group.session().id());
        }
        freeUnlessGroup(group.id());
    }

    /** An id is in use as long as a process, thread, group or session has it. */
    private void freeUnlessGroup(int id) {
        boolean used = threads.containsKey(id)
                || groups.containsKey(id)
                || groups.values().stream().anyMatch(g -> g.session().id() == id);
        if (!used) {
            pids.free(id);
        }
    }

    /** Listeners are called in the order in which they were added. */
    public void listen(LifecycleListener listener) {
        listeners.add(listener);
    }

    public List<LifecycleListener> listeners() {
        return listeners;
    }
}
