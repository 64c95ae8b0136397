package dev.kenari.machine.riscv.fuzz;

import dev.kenari.machine.Clock;
import dev.kenari.machine.HartFactory;
import dev.kenari.machine.bus.Bus;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.Cause;
import dev.kenari.machine.riscv.Hart;
import dev.kenari.machine.riscv.Registers;
import dev.kenari.machine.riscv.TestMachine;
import dev.kenari.machine.riscv.isa.Op;
import dev.kenari.machine.riscv.softfloat.FloatStatus;
import java.util.ArrayList;
import java.util.List;

/** Mistakes that an engine could make, added to one that makes none: what the comparison must find. */
enum PlantedBug {
    /** {@code min} gives what {@code max} should. */
    WRONG_RESULT,
    /** Underflow is never flagged. */
    LOST_FLAG,
    /** A load's fault is at the instruction before it. */
    WRONG_FAULT_PC,
    /** The trap value of an access across pages is that of the access. */
    WRONG_FAULT_ADDRESS,
    /** Code that the supervisor has written is not decoded again. */
    MISSED_FENCE_I,
    /** A page is where it was when it was first used. */
    STALE_MAPPING,
    /** Now and then an interrupt changes a register. */
    DISTURBED_BY_INTERRUPTS;

    /** An engine with this bug. */
    HartFactory in(HartFactory engine) {
        return (count, memory, clock) -> engine.create(count, memory, clock).stream()
                .map(hart -> new Buggy(hart))
                .toList();
    }

    private final class Buggy implements Hart {
        private final Hart hart;
        private int runs;

        Buggy(Hart hart) {
            this.hart = hart;
        }

        @Override
        public void connect(Bus bus) {
            hart.connect(bus);
        }

        @Override
        public int run(Registers registers) {
            List<Long> replaced = PlantedBug.this == WRONG_RESULT ? replace(Op.MIN, Op.MAX) : List.of();
            int cause = hart.run(registers);
            replaced.forEach(at -> memory().putInt(at, memory().getInt(at) ^ Op.MIN.match() ^ Op.MAX.match()));
            switch (PlantedBug.this) {
                case LOST_FLAG -> registers.fcsr &= ~FloatStatus.UF;
                case WRONG_FAULT_PC -> registers.pc -= cause == Cause.LOAD_PAGE_FAULT ? 4 : 0;
                case DISTURBED_BY_INTERRUPTS -> registers.x[5] += ++runs % 10 == 0 && (cause & Cause.INTERRUPT) != 0 ? 1 : 0;
                default -> {}
            }
            return cause;
        }

        /** Puts one instruction for another in all executable pages; returns where. */
        private List<Long> replace(Op from, Op to) {
            List<Long> places = new ArrayList<>();
            executable(hart.satp() << 20 >>> 8, 2, places);
            List<Long> replaced = new ArrayList<>();
            for (long page : places) {
                for (long at = page; at < page + Layout.PAGE - 2; at += 2) {
                    int bits = memory().getInt(at);
                    if (from.matches(bits) && !replaced.contains(at)) {
                        memory().putInt(at, bits ^ from.match() ^ to.match());
                        replaced.add(at);
                    }
                }
            }
            return replaced;
        }

        private void executable(long table, int level, List<Long> frames) {
            for (int i = 0; i < 512; i++) {
                long pte = memory().getLong(table + i * 8);
                long frame = pte >>> 10 << 12;
                if (pte != 0 && level > 0) {
                    executable(frame, level - 1, frames);
                } else if ((pte & TestMachine.X) != 0 && memory().contains(frame, Layout.PAGE)) {
                    frames.add(frame);
                }
            }
        }

        @Override
        public long trapValue() {
            long value = hart.trapValue();
            boolean second = PlantedBug.this == WRONG_FAULT_ADDRESS && value != 0 && value % Layout.PAGE == 0;
            return second ? value - 1 : value;
        }

        @Override
        public void fenceVma(long address) {
            if (PlantedBug.this != STALE_MAPPING) {
                hart.fenceVma(address);
            }
        }

        @Override
        public void fenceInstructions(long address) {
            if (PlantedBug.this != MISSED_FENCE_I) {
                hart.fenceInstructions(address);
            }
        }

        @Override
        public void fenceInstructions() {
            hart.fenceInstructions();
        }

        @Override
        public int id() {
            return hart.id();
        }

        @Override
        public PhysicalMemory memory() {
            return hart.memory();
        }

        @Override
        public Clock clock() {
            return hart.clock();
        }

        @Override
        public void setSatp(long satp) {
            hart.setSatp(satp);
        }

        @Override
        public long satp() {
            return hart.satp();
        }

        @Override
        public void raise(int cause) {
            hart.raise(cause);
        }

        @Override
        public void lower(int cause) {
            hart.lower(cause);
        }

        @Override
        public void setTimer(long nanos) {
            hart.setTimer(nanos);
        }

        @Override
        public void waitForInterrupt() {
            hart.waitForInterrupt();
        }

        @Override
        public int pending() {
            return hart.pending();
        }

        @Override
        public long retired() {
            return hart.retired();
        }
    }
}
