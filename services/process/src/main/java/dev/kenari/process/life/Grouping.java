package dev.kenari.process.life;

import dev.kenari.abi.Errno;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessGroup;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.table.Session;

/** setpgid(2), getpgid(2), setsid(2), getsid(2). */
final class Grouping {
    private final ProcessTable table;

    Grouping(ProcessTable table) {
        this.table = table;
    }

    Process find(Process caller, int pid) throws Errno {
        if (pid == 0) {
            return caller;
        }
        Process found = table.thread(pid).process();
        if (found.group() == null) {
            throw Errno.ESRCH;
        }
        return found;
    }

    void setpgid(Process caller, int pid, int groupId) throws Errno {
        if (groupId < 0) {
            throw Errno.EINVAL;
        }
        Process target = pid == 0 ? caller : table.process(pid);
        if (target != caller) {
            if (target.parent() != caller) {
                throw Errno.ESRCH;
            }
            if (target.session() != caller.session()) {
                throw Errno.EPERM;
            }
            if (target.executed()) {
                throw Errno.EACCES;
            }
        }
        if (target.session().id() == target.pid()) {
            throw Errno.EPERM;
        }
        int id = groupId == 0 ? target.pid() : groupId;
        ProcessGroup group = id == target.pid() && !groupExists(id)
                ? table.newGroup(id, target.session())
                : existing(id);
        if (group.session() != caller.session()) {
            throw Errno.EPERM;
        }
        if (group != target.group()) {
            table.move(target, group);
        }
    }

    private ProcessGroup existing(int id) throws Errno {
        try {
            return table.group(id);
        } catch (Errno e) {
            throw Errno.EPERM;
        }
    }

    int setsid(Process caller) throws Errno {
        boolean leads = caller.group().id() == caller.pid();
        if (leads || groupExists(caller.pid())) {
            throw Errno.EPERM;
        }
        table.move(caller, table.newGroup(caller.pid(), new Session(caller.pid())));
        return caller.pid();
    }

    private boolean groupExists(int id) {
        try {
            return table.group(id) != null;
        } catch (Errno e) {
            return false;
        }
    }
}
