package dev.kenari.machine.riscv.fuzz;

import static dev.kenari.machine.riscv.TestMachine.R;
import static dev.kenari.machine.riscv.TestMachine.W;
import static dev.kenari.machine.riscv.TestMachine.X;

import dev.kenari.machine.riscv.Cause;
import dev.kenari.machine.riscv.Hart;
import dev.kenari.machine.riscv.Registers;
import dev.kenari.machine.riscv.isa.Decoder;
import dev.kenari.machine.riscv.isa.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A program in its address space, and the supervisor's answers to its traps: they depend on the task's own history only, never
 * on when it was interrupted.
 */
final class Task {
    private static final int MAX_EVENTS = 2500;
    private static final int PAGE = Layout.PAGE;

    final Registers registers = new Registers();
    final Trace trace = new Trace();
    final AddressSpace space;
    boolean done;

    private final Hart hart;
    private final Random random;
    private final Case.Task source;
    private final long exit;
    private final List<Long> data = new ArrayList<>();
    private final List<Long> code = new ArrayList<>();
    private int overlay;

    Task(Hart hart, AddressSpace space, Case.Task source, long seed) {
        this.hart = hart;
        this.space = space;
        this.source = source;
        random = new Random(seed);
        Program program = source.assemble();
        exit = program.symbols().getOrDefault("exit", 0L);
        pages(data, Layout.DATA, Layout.DATA_PAGES);
        pages(data, Layout.FAR, Layout.FAR_PAGES);
        data.add(Layout.ALIAS);
        code.add(Layout.OVERLAY);
        loadCode(program);
        space.write(Layout.OVERLAY, source.overlay(0), 0);
        byte[] pool = new byte[PAGE];
        for (int i = 0; i < PAGE; i += 8) {
            long value = OperandPool.value(random);
            for (int j = 0; j < 8; j++) {
                pool[i + j] = (byte) (value >>> 8 * j);
            }
        }
        space.write(Layout.POOL, pool, 0);
        space.protect(Layout.CONTROL, R | W);
        space.alias(Layout.ALIAS, Layout.DATA);
        space.device(Layout.DEVICE);
        space.protect(Layout.DEVICE, R | W);
        start(program.origin());
    }

    private static void pages(List<Long> pages, long from, int count) {
        for (int i = 0; i < count; i++) {
            pages.add(from + (long) i * PAGE);
        }
    }

    private void loadCode(Program program) {
        byte[] code = new byte[(int) (program.origin() - Layout.CODE) + program.code().length];
        System.arraycopy(program.code(), 0, code, code.length - program.code().length, program.code().length);
        for (int at = 0; at < code.length; at += PAGE) {
            this.code.add(Layout.CODE + at);
            space.write(Layout.CODE + at, code, at);
        }
    }

    private void start(long pc) {
        for (int i = 1; i < 32; i++) {
            registers.x[i] = OperandPool.value(random);
            registers.f[i] = OperandPool.value(random);
        }
        registers.x[2] = Layout.STACK + (long) Layout.STACK_PAGES * PAGE - 16;
        registers.x[RandomUnits.FACTOR] |= 1;
        registers.x[RandomUnits.SCRATCH] = Layout.SCRATCH + PAGE;
        registers.x[RandomUnits.POOL] = Layout.POOL + PAGE / 2;
        registers.pc = pc;
    }

    /** Answers a synchronous trap. */
    void trap(int cause, long value, long accessed, long retired) {
        trace.add(cause, value, registers, space, accessed, retired);
        done = trace.size() == MAX_EVENTS || registers.pc == exit && cause == Cause.ECALL_FROM_U;
        switch (cause) {
            case Cause.ECALL_FROM_U -> {
                registers.pc += 4;
                act();
            }
            case Cause.LOAD_PAGE_FAULT, Cause.STORE_PAGE_FAULT -> fault(value, cause == Cause.STORE_PAGE_FAULT);
            case Cause.INSTRUCTION_PAGE_FAULT -> fetchFault(value & -PAGE);
            case Cause.INSTRUCTION_MISALIGNED, Cause.INSTRUCTION_ACCESS_FAULT -> done = true;
            case Cause.ILLEGAL_INSTRUCTION -> {
                // Zeros: the program ran off its end, as one that is being shrunk may.
                done |= value == 0;
                skip();
            }
            default -> skip();
        }
    }

    private void skip() {
        registers.pc += Decoder.length(space.halfword(registers.pc));
    }

    private void fetchFault(long page) {
        if (code.contains(page)) {
            space.protect(page, R | X | (random.nextBoolean() ? W : 0));
            hart.fenceVma(page);
        } else {
            done = true;
        }
    }

    private void fault(long address, boolean store) {
        long page = address & -PAGE;
        if (code.contains(page)) {
            if (random.nextBoolean()) {
                space.move(page);
            }
            space.protect(page, store ? R | W | X : R | X);
        } else if (data.contains(page)) {
            if (random.nextInt(10) < 3) {
                skip();
                return;
            }
            if (store && random.nextInt(3) == 0) {
                space.move(page);
            }
            space.protect(page, store || random.nextInt(3) == 0 ? R | W : R);
        } else if (page == Layout.POOL) {
            space.protect(page, R);
        } else if (page >= Layout.SCRATCH && page < Layout.CONTROL) {
            space.protect(page, R | W);
        } else {
            skip();
            return;
        }
        hart.fenceVma(page);
    }

    /** One of the things that a kernel does to a process. */
    private void act() {
        switch (random.nextInt(12)) {
            case 0, 1 -> {
                overlay++;
                space.move(Layout.OVERLAY);
                space.write(Layout.OVERLAY, source.overlay(overlay), 0);
            }
            case 2 -> {
                overlay++;
                space.write(Layout.OVERLAY, source.overlay(overlay), 0);
            }
            case 3, 4, 5 -> {
                long page = data.get(random.nextInt(data.size()));
                space.protect(page, new int[] {0, 0, R, R, R | W, R | X, X}[random.nextInt(7)]);
                hart.fenceVma(random.nextBoolean() ? page : -1);
            }
            case 6 -> space.move(data.get(random.nextInt(data.size())));
            case 7 -> space.age();
            case 8 -> hart.fenceInstructions();
            case 9 -> {
                long page = code.get(random.nextInt(code.size()));
                space.protect(page, new int[] {0, R, R | W}[random.nextInt(3)]);
                hart.fenceVma(page);
            }
            case 10 -> space.move(code.get(random.nextInt(code.size())));
            default -> {}
        }
    }
}
