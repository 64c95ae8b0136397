package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.sched.Cpu;
import dev.kenari.machine.riscv.Cause;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The address spaces by number, their ASIDs, and the shoot-down of stale translations on other harts. */
public final class AddressSpaces {
    private static final int ASIDS = 1 << 16;
    private static final long SATP_SV39 = 8L << 60;
    private static final int SPINS = 1000;

    private final Frames frames;
    private final List<Cpu> cpus;
    private final Map<Integer, AddressSpace> spaces = new HashMap<>();
    private int nextId = 1;

    public AddressSpaces(Frames frames, List<Cpu> cpus) {
        this.frames = frames;
        this.cpus = cpus;
    }

    /** An empty address space with one reference. */
    public AddressSpace create() throws Errno {
        if (spaces.size() >= ASIDS - 1) {
            throw Errno.ENOMEM;
        }
        while (spaces.containsKey(nextId)) {
            nextId = nextId % (ASIDS - 1) + 1;
        }
        int id = nextId;
        nextId = nextId % (ASIDS - 1) + 1;
        AddressSpace space = new AddressSpace(id, this, frames);
        spaces.put(id, space);
        return space;
    }

    public AddressSpace find(int id) throws Errno {
        AddressSpace space = spaces.get(id);
        if (space == null) {
            throw Errno.EFAULT;
        }
        return space;
    }

    void forget(AddressSpace space) {
        spaces.remove(space.id());
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
    }

    /**
     * Translations of {@code space} have lost permission: no hart uses an old one once this returns. Harts in U-mode are
     * interrupted and waited for; they flush before they go on.
     */
    void shootDown(AddressSpace space) {
        space.markStale();
        for (Cpu cpu : cpus) {
            if (cpu.inUser() && cpu.active() == space) {
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

    /** Forgets decoded instructions of {@code frame} on every hart. */
    void fenceInstructions(long frame) {
        cpus.getFirst().hart().fenceInstructions(frame);
    }
}
