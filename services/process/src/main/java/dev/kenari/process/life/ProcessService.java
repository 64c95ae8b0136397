package dev.kenari.process.life;

import dev.kenari.abi.Capability;
import dev.kenari.abi.CloneFlags;
import dev.kenari.abi.Errno;
import dev.kenari.abi.WaitOptions;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.KernelVersion;
import dev.kenari.process.ChildStatus;
import dev.kenari.process.CloneArguments;
import dev.kenari.process.Limit;
import dev.kenari.process.Processes;
import dev.kenari.process.Scheduling;
import dev.kenari.process.ThreadIdentity;
import dev.kenari.process.Usage;
import dev.kenari.process.UserIds;
import dev.kenari.process.UtsName;
import dev.kenari.process.exec.Exec;
import dev.kenari.process.futex.RobustLists;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.vfs.Vfs;
import java.util.List;
import java.util.function.Supplier;

/** Answers {@link Processes}. */
public final class ProcessService implements Processes {
    private static final int NAME_MAX = 15;
    private static final int ASK_PERSONA = -1;

    private final Kernel kernel;
    private final Vfs vfs;
    private final ProcessTable table;
    private final Exec exec;
    private final Exiting exiting;
    private final Cloning cloning;
    private final Waiting waiting;
    private final Credentialing credentialing;
    private final Grouping grouping;
    private final ResourceControl resources;
    private final SchedulingControl scheduling;
    private final ProcessControl control;
    private final RobustLists robustLists;
    private UtsName names;
    private Supplier<double[]> loads = () -> new double[3];

    public ProcessService(Kernel kernel, Vfs vfs, ProcessTable table, Exec exec, Exiting exiting) {
        this.kernel = kernel;
        this.vfs = vfs;
        this.table = table;
        this.exec = exec;
        this.exiting = exiting;
        this.names = new UtsName(
                UtsName.SYSTEM,
                kernel.configuration().hostName(),
                KernelVersion.RELEASE,
                KernelVersion.VERSION,
                UtsName.MACHINE,
                UtsName.NO_DOMAIN);
        this.cloning = new Cloning(kernel, vfs, table);
        this.waiting = new Waiting(exiting);
        this.credentialing = new Credentialing(vfs);
        this.grouping = new Grouping(table);
        this.resources = new ResourceControl(vfs, table);
        this.scheduling = new SchedulingControl(kernel, table);
        this.control = new ProcessControl(credentialing);
        this.robustLists = new RobustLists(kernel);
        table.listen(robustLists);
    }

    private ProcessThread caller(int tid) throws Errno {
        return table.thread(tid);
    }

    private ProcessThread target(int tid, int target) throws Errno {
        return table.thread(target == 0 ? tid : target);
    }

    // Lifecycle

    @Override
    public ThreadIdentity identify(int task) throws Errno {
        ProcessThread thread = table.threadOfTask(task);
        return new ThreadIdentity(thread.tid(), thread.process().pid(), thread.client());
    }

    @Override
    public int clone(int tid, CloneArguments arguments) throws Errno {
        return cloning.clone(caller(tid), arguments);
    }

    @Override
    public int execve(int tid, int dir, String path, List<String> arguments, List<String> environment, int flags)
            throws Errno {
        ProcessThread thread = caller(tid);
        exec.exec(thread, dir, path, arguments, environment, flags);
        return thread.tid();
    }

    @Override
    public void exit(int tid, int code) throws Errno {
        exiting.exitThread(caller(tid), WaitOptions.exited(code));
    }

    @Override
    public void die(int tid, int signal) throws Errno {
        exiting.exitThread(caller(tid), signal);
    }

    @Override
    public void exitGroup(int tid, int code) throws Errno {
        exiting.exitGroup(caller(tid), WaitOptions.exited(code));
    }

    @Override
    public ChildStatus wait(int tid, int idType, int id, int options) throws Errno {
        return waiting.wait(caller(tid).process(), idType, id, options);
    }

    @Override
    public boolean endIfKilled(int tid) throws Errno {
        ProcessThread thread = caller(tid);
        if (!thread.killed()) {
            return thread.exiting();
        }
        exiting.exitThread(thread, Math.max(thread.process().groupExitStatus(), 0));
        return true;
    }

    @Override
    public int setTidAddress(int tid, long address) throws Errno {
        caller(tid).setClearChildTid(address);
        return tid;
    }

    @Override
    public void setRobustList(int tid, long head) throws Errno {
        robustLists.setHead(caller(tid), head);
    }

    @Override
    public long robustList(int tid, int target) throws Errno {
        ProcessThread from = caller(tid);
        ProcessThread of = target(tid, target);
        if (from.process() != of.process() && !from.credentials().can(Capability.SYS_PTRACE)) {
            throw Errno.EPERM;
        }
        return robustLists.head(of);
    }

    @Override
    public void unshare(int tid, long flags) throws Errno {
        ProcessThread thread = caller(tid);
        long known = CloneFlags.NEWNS | CloneFlags.FS | CloneFlags.FILES | CloneFlags.SYSVSEM | CloneFlags.THREAD | CloneFlags.SIGHAND
                | CloneFlags.VM;
        if ((flags & CloneFlags.NAMESPACES & ~CloneFlags.NEWUSER) != 0
                && !thread.credentials().can(Capability.SYS_ADMIN)) {
            throw Errno.EPERM;
        }
        boolean single = thread.process().threads().size() == 1;
        if ((flags & ~known) != 0
                || !single && (flags & (CloneFlags.THREAD | CloneFlags.SIGHAND | CloneFlags.VM)) != 0) {
            throw Errno.EINVAL;
        }
        vfs.unshare(thread.client(), (flags & CloneFlags.FILES) != 0, (flags & CloneFlags.FS) != 0);
        if ((flags & CloneFlags.NEWNS) != 0) {
            vfs.unshareMounts(thread.client());
        }
    }

    @Override
    public boolean exists(int pid) {
        try {
            return table.thread(pid) != null;
        } catch (Errno e) {
            return false;
        }
    }

    @Override
    public boolean isProcess(int pid) {
        return table.isProcess(pid);
    }

    @Override
    public int exitQueue(int pid) throws Errno {
        Process process = table.process(pid);
        if (process.exitQueue() == 0) {
            process.setExitQueue(kernel.waitQueues().publish(process.endedQueue()));
        }
        return process.exitQueue();
    }

    @Override
    public int inspectedClient(int tid, int pid) throws Errno {
        return inspected(tid, pid).client();
    }

    @Override
    public int inspectedSpace(int tid, int pid) throws Errno {
        return inspected(tid, pid).task().space().id();
    }

    private ProcessThread inspected(int tid, int pid) throws Errno {
        UserIds mine = caller(tid).credentials();
        ProcessThread target = table.process(pid).leader();
        UserIds theirs = target.credentials();
        boolean same = mine.fileSystemUid() == theirs.uid()
                && mine.fileSystemUid() == theirs.effectiveUid()
                && mine.fileSystemUid() == theirs.savedUid()
                && mine.fileSystemGid() == theirs.gid()
                && mine.fileSystemGid() == theirs.effectiveGid()
                && mine.fileSystemGid() == theirs.savedGid()
                && target.process().dumpable();
        if (!same && !mine.can(Capability.SYS_PTRACE) || target.task() == null) {
            throw Errno.EPERM;
        }
        if (target.exiting()) {
            throw Errno.ESRCH;
        }
        return target;
    }

    @Override
    public boolean ended(int pid) throws Errno {
        return table.process(pid).zombie();
    }

    // Identities

    @Override
    public int parent(int tid) throws Errno {
        Process parent = caller(tid).process().parent();
        return parent == null ? 0 : parent.pid();
    }

    @Override
    public UserIds credentials(int tid) throws Errno {
        return caller(tid).credentials();
    }

    @Override
    public UserIds credentialsOf(int tid, int target) throws Errno {
        return target(tid, target).credentials();
    }

    @Override
    public void setuid(int tid, int uid) throws Errno {
        credentialing.setuid(caller(tid), uid);
    }

    @Override
    public void setgid(int tid, int gid) throws Errno {
        credentialing.setgid(caller(tid), gid);
    }

    @Override
    public void setreuid(int tid, int real, int effective) throws Errno {
        credentialing.setreuid(caller(tid), real, effective);
    }

    @Override
    public void setregid(int tid, int real, int effective) throws Errno {
        credentialing.setregid(caller(tid), real, effective);
    }

    @Override
    public void setresuid(int tid, int real, int effective, int saved) throws Errno {
        credentialing.setresuid(caller(tid), real, effective, saved);
    }

    @Override
    public void setresgid(int tid, int real, int effective, int saved) throws Errno {
        credentialing.setresgid(caller(tid), real, effective, saved);
    }

    @Override
    public int setfsuid(int tid, int uid) throws Errno {
        return credentialing.setfsuid(caller(tid), uid);
    }

    @Override
    public int setfsgid(int tid, int gid) throws Errno {
        return credentialing.setfsgid(caller(tid), gid);
    }

    @Override
    public void setgroups(int tid, int[] groups) throws Errno {
        credentialing.setgroups(caller(tid), groups);
    }

    @Override
    public void setCapabilities(int tid, long effective, long permitted, long inheritable) throws Errno {
        credentialing.setCapabilities(caller(tid), effective, permitted, inheritable);
    }

    // Groups

    @Override
    public int getpgid(int tid, int pid) throws Errno {
        return grouping.find(caller(tid).process(), pid).group().id();
    }

    @Override
    public void setpgid(int tid, int pid, int group) throws Errno {
        grouping.setpgid(caller(tid).process(), pid, group);
    }

    @Override
    public int getsid(int tid, int pid) throws Errno {
        return grouping.find(caller(tid).process(), pid).session().id();
    }

    @Override
    public int setsid(int tid) throws Errno {
        return grouping.setsid(caller(tid).process());
    }

    // Resources

    @Override
    public Limit prlimit(int tid, int pid, int resource, Limit change) throws Errno {
        return resources.prlimit(caller(tid), target(tid, pid).process(), resource, change);
    }

    @Override
    public Usage getrusage(int tid, int who) throws Errno {
        return resources.getrusage(caller(tid), who);
    }

    @Override
    public int getpriority(int tid, int which, int who) throws Errno {
        return scheduling.getpriority(caller(tid), which, who);
    }

    @Override
    public void setpriority(int tid, int which, int who, int nice) throws Errno {
        scheduling.setpriority(caller(tid), which, who, nice);
    }

    @Override
    public Scheduling scheduling(int tid, int target) throws Errno {
        return scheduling.get(target(tid, target));
    }

    @Override
    public void setScheduling(int tid, int target, Scheduling wanted) throws Errno {
        scheduling.set(caller(tid), target(tid, target), wanted);
    }

    @Override
    public long affinity(int tid, int target) throws Errno {
        return scheduling.affinity(target(tid, target));
    }

    @Override
    public void setAffinity(int tid, int target, long harts) throws Errno {
        scheduling.setAffinity(caller(tid), target(tid, target), harts);
    }

    @Override
    public void yield(int tid) throws Errno {
        kernel.scheduler().yield(caller(tid).task());
    }

    /** Who knows the load averages. */
    public void setLoads(Supplier<double[]> source) {
        loads = source;
    }

    @Override
    public double[] loads() {
        return loads.get();
    }

    @Override
    public int threadCount() {
        return table.threadCount();
    }

    // Attributes

    @Override
    public String name(int tid) throws Errno {
        return caller(tid).task().name();
    }

    @Override
    public void setName(int tid, String name) throws Errno {
        caller(tid).task().setName(name.length() > NAME_MAX ? name.substring(0, NAME_MAX) : name);
    }

    @Override
    public long prctl(int tid, int operation, long a, long b, long c, long d) throws Errno {
        return control.call(caller(tid), operation, a, b, c, d);
    }

    @Override
    public int personality(int tid, int persona) throws Errno {
        Process process = caller(tid).process();
        int old = process.persona();
        if (persona != ASK_PERSONA) {
            process.setPersona(persona);
        }
        return old;
    }

    @Override
    public UtsName uname() {
        return names;
    }

    @Override
    public void setHostName(int tid, String name) throws Errno {
        checkName(tid, name);
        names = new UtsName(
                names.system(), name, names.release(), names.version(), names.machine(), names.domain());
    }

    @Override
    public void setDomainName(int tid, String name) throws Errno {
        checkName(tid, name);
        names = new UtsName(names.system(), names.node(), names.release(), names.version(), names.machine(), name);
    }

    private void checkName(int tid, String name) throws Errno {
        if (!caller(tid).credentials().can(Capability.SYS_ADMIN)) {
            throw Errno.EPERM;
        }
        if (name.length() > UtsName.MAX) {
            throw Errno.EINVAL;
        }
    }
}
