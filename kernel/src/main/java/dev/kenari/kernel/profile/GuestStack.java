package dev.kenari.kernel.profile;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.kernel.task.Task;
import dev.kenari.machine.riscv.Registers;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks a program's stack. The first caller is where {@code ra} leads; a function that has called another finds itself there. The
 * rest is found by frame pointers (RISC-V psABI: the return address at {@code s0 - 8}, the caller's {@code s0} below it) as long
 * as they make sense: programs compiled without them show the innermost one or two functions only.
 */
final class GuestStack {
    private static final int RA = 1;
    private static final int SP = 2;
    private static final int S0 = 8;
    private static final int DEPTH = 128;

    private final AddressSpace space;
    private final List<Sample.Frame> frames = new ArrayList<>();

    private GuestStack(AddressSpace space) {
        this.space = space;
    }

    /** The innermost first. */
    static List<Sample.Frame> of(Task task) {
        if (task.space() == null) {
            return List.of();
        }
        GuestStack stack = new GuestStack(task.space());
        Registers registers = task.registers();
        stack.add(registers.pc);
        stack.caller(registers.x[RA]);
        stack.byFramePointers(registers.x[SP], registers.x[S0]);
        return stack.frames;
    }

    private void byFramePointers(long sp, long s0) {
        Vma stack = space.find(sp);
        long below = sp;
        long fp = s0;
        if (stack != null && isFrame(fp, below, stack) && isFrame(word(fp - 8), fp, stack)) {
            // A function that calls none may keep its caller's frame pointer where others keep the return address.
            below = fp;
            fp = word(fp - 8);
        }
        while (stack != null && frames.size() < DEPTH && isFrame(fp, below, stack) && caller(word(fp - 8))) {
            below = fp;
            fp = word(fp - 16);
        }
    }

    private boolean isFrame(long fp, long below, Vma stack) {
        return fp % 16 == 0 && fp > below && fp <= stack.end() && fp - 16 >= stack.start() && space.isResident(fp - 16);
    }

    /** Adds the call that {@code returnAddress} follows, if it is one. */
    private boolean caller(long returnAddress) {
        Vma vma = space.find(returnAddress);
        if (vma == null || (vma.protection() & Vma.EXEC) == 0) {
            return false;
        }
        // What follows the call may be another function's.
        add(returnAddress - 2);
        return true;
    }

    private void add(long address) {
        Vma vma = space.find(address);
        if (vma == null) {
            frames.add(new Sample.Frame("[unmapped]", null, 0));
            return;
        }
        String name = vma.name().isEmpty() ? "[anonymous]" : vma.name().substring(vma.name().lastIndexOf('/') + 1);
        if (vma.object() != null) {
            vma.object().retain();
        }
        frames.add(new Sample.Frame(name, vma.object(), vma.offset() + (address - vma.start())));
    }

    private long word(long address) {
        try {
            return space.memory().getLong(address);
        } catch (Errno e) {
            return 0;
        }
    }
}
