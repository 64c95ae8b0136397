package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.sched.Cpu;
import dev.kenari.kernel.task.Task;
import dev.kenari.machine.riscv.Cause;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The address spaces by number, their ASIDs, and the shoot-down of stale translations on other harts. */
public final class AddressSpaces {
    private static final int ASIDS = 1 << 16;
    private static final long SATP_SV39 = 8L << 60;
    private static final int SPINS = 1000;
    private static final int FEW_PAGES = 32;

    private final Frames frames;
    private final List<Cpu> cpus;
    /** By number; null where a number is free. */
    private AddressSpace[] spaces = new AddressSpace[64];

    private int count;
    private int nextId = 1;

    public AddressSpaces(Frames frames, List<Cpu> cpus) {
        this.frames = frames;
        this.cpus = cpus;
    }

    /** An empty address space with one reference. */
    public AddressSpace create() throws Errno {
        if (count >= ASIDS - 1) {
            throw Errno.ENOMEM;
        }
        while (nextId < spaces.length && spaces[nextId] != null) {
            nextId = nextId % (ASIDS - 1) + 1;
        }
        int id = nextId;
        nextId = nextId % (ASIDS - 1) + 1;
        AddressSpace space = new AddressSpace(id, this, frames);
        if (id >= spaces.length) {
            spaces = Arrays.copyOf(spaces, Math.min(id * 2, ASIDS));
        }
        spaces[id] = space;
        count++;
        return space;
    }

    public AddressSpace find(int id) throws Errno {
        if (id < 0 || id >= spaces.length || spaces[id] == null) {
            throw Errno.EFAULT;
        }
        return spaces[id];
    }

    void forget(AddressSpace space) {
        spaces[space.id()] = null;
        count--;
        for (Cpu cpu : cpus) {
            if (cpu.active() == space) {
                cpu.setActive(null);
            }
        }
    }

    /** Before a return to U-mode on {@code cpu}: the hart's root and TLB are right for {@code space}. */
    public void activate(Cpu cpu, AddressSpace space) {
        if (cpu.active() != space) {
            cpu.setActive(space);
            cpu.hart().setSatp(SATP_SV39 | (long) space.id() << 44 | space.root() >>> Frames.SHIFT);
        }
        if (space.takeStale(cpu.hart().id())) {
            cpu.hart().fenceVma(-1);
        }
        if (space.takeStaleInstructions(cpu.hart().id())) {
            cpu.hart().fenceInstructions();
        }
    }

    /**
     * Translations of {@code space} in the range have lost permission: no hart uses an old one once this returns. Harts in U-mode
     * are interrupted and waited for; they flush before they go on.
     */
    void shootDown(AddressSpace space, long from, long to) {
        Task task = Task.current();
        Cpu here = task == null || task.hart() == null ? null : cpus.get(task.hart().id());
        if (here != null && here.active() == space && to - from <= FEW_PAGES * Frames.SIZE) {
            for (long page = from; page < to; page += Frames.SIZE) {
                here.hart().fenceVma(page);
            }
            space.markStale(~(1L << here.hart().id()));
        } else {
            space.markStale(-1);
        }
        trapAll(space);
    }

    /** Every hart that runs a program of {@code space} (null: any program) has trapped once this returns. membarrier(2). */
    public void trapAll(AddressSpace space) {
        for (Cpu cpu : cpus) {
            if (cpu.inUser() && (space == null || cpu.active() == space)) {
                cpu.hart().raise(Cause.SOFTWARE);
                for (int i = 0; cpu.inUser(); i++) {
                    if (i < SPINS) {
                        Thread.onSpinWait();
                    } else {
                        LockSupport.parkNanos(1000);
                    }
                }
            }
        }
    }

    /** fence.i for every hart before it runs a program of {@code space} again; if not {@code lazily}, that is before this returns. */
    public void fenceInstructions(AddressSpace space, boolean lazily) {
        space.markInstructionsStale();
        if (!lazily) {
            trapAll(space);
        }
    }

    /** Forgets decoded instructions of {@code frame} on every hart. */
    void fenceInstructions(long frame) {
        cpus.getFirst().hart().fenceInstructions(frame);
    }
}
