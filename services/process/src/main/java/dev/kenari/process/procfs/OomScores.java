package dev.kenari.process.procfs;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.process.table.LifecycleListener;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessThread;
import java.util.HashMap;
import java.util.Map;

/** How willing processes are to be ended when memory is short (proc_pid_oom_score_adj(5)). Children inherit it. */
public final class OomScores implements LifecycleListener {
    private static final int MOST = 1000;
    private static final int CAP_SYS_RESOURCE = 24;

    private final Inspection inspection;
    private final Map<Process, Integer> adjustments = new HashMap<>();

    OomScores(Inspection inspection) {
        this.inspection = inspection;
    }

    @Override
    public void created(ProcessThread parent, ProcessThread child, long flags) {
        Integer adjustment = adjustments.get(parent.process());
        if (adjustment != null) {
            adjustments.put(child.process(), adjustment);
        }
    }

    @Override
    public void processEnded(Process process) {
        adjustments.remove(process);
    }

    int adjustment(Process process) {
        return adjustments.getOrDefault(process, 0);
    }

    /** Lowering it takes CAP_SYS_RESOURCE: EACCES. */
    void adjust(ProcessThread thread, String text) throws Errno {
        long wanted = Numbers.parse(text);
        if (wanted < -MOST || wanted > MOST) {
            throw Errno.EINVAL;
        }
        ProcessThread caller = inspection.caller();
        boolean may = caller == null || caller.credentials().can(CAP_SYS_RESOURCE);
        if (wanted < adjustment(thread.process()) && !may) {
            throw Errno.EACCES;
        }
        adjustments.put(thread.process(), (int) wanted);
    }

    /** The share of memory that the process takes, adjusted: 0 to 2000, as Linux scales it. */
    long score(ProcessThread thread) {
        AddressSpace space = inspection.space(thread);
        if (space == null) {
            return 0;
        }
        long total = Math.max(1, inspection.kernel().frames().total());
        long points = space.residentPages() * MOST / total + adjustment(thread.process());
        return Math.max(0, (MOST + points) * 2 / 3);
    }
}
