package dev.kenari.machine.riscv.interpreter;

import static dev.kenari.machine.riscv.isa.Instruction.rd;
import static dev.kenari.machine.riscv.isa.Instruction.rs1;
import static dev.kenari.machine.riscv.isa.Instruction.rs2;

import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.Cause;
import dev.kenari.machine.riscv.Trap;
import dev.kenari.machine.riscv.mmu.Access;
import dev.kenari.machine.riscv.mmu.Mmu;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Atomics (Volume I, "A") by the host's own on guest RAM, sequentially consistent whatever aq and rl say. A store-conditional
 * succeeds if memory still holds what the load-reserved read: it does not see a value that changed and changed back, which
 * programs cannot rely on either way between LR and SC of one constrained loop.
 */
final class Rv64a {
    private static final VarHandle INT =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    private static final VarHandle LONG =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    private static final long NONE = -1;

    private final Mmu mmu;
    private final Trap trap;
    private final PhysicalMemory memory;
    private final MemorySegment ram;
    /** Offset in RAM of the reserved word and what it held. */
    private long reservation = NONE;

    private long reserved;
    private int reservedSize;

    Rv64a(Mmu mmu, Trap trap, PhysicalMemory memory) {
        this.mmu = mmu;
        this.trap = trap;
        this.memory = memory;
        this.ram = memory.segment();
    }

    /** A trap or a switch of tasks drops the reservation. */
    void dropReservation() {
        reservation = NONE;
    }

    void execute(int code, long n, long[] x) throws Trap {
        boolean word = code < Opcode.LR_D;
        int size = word ? 4 : 8;
        long address = x[rs1(n)];
        boolean load = code == Opcode.LR_W || code == Opcode.LR_D;
        if ((address & size - 1) != 0) {
            throw trap.with(load ? Cause.LOAD_MISALIGNED : Cause.STORE_MISALIGNED, address);
        }
        Access access = load ? Access.READ : Access.WRITE;
        long physical = mmu.translateCached(address, access);
        if (!memory.contains(physical, size)) {
            throw mmu.accessFault(address, access);
        }
        long offset = physical - memory.base();
        long operand = x[rs2(n)];
        x[rd(n)] = switch (code) {
            case Opcode.LR_W, Opcode.LR_D -> loadReserved(offset, size);
            case Opcode.SC_W, Opcode.SC_D -> storeConditional(offset, size, operand);
            default -> word ? amoWord(code, offset, (int) operand) : amoDouble(code, offset, operand);
        };
    }

    private long loadReserved(long offset, int size) {
        reserved = size == 4 ? (int) INT.getVolatile(ram, offset) : (long) LONG.getVolatile(ram, offset);
        reservation = offset;
        reservedSize = size;
        return reserved;
    }

    /** 0 if the store was made, 1 if not. */
    private long storeConditional(long offset, int size, long value) {
        boolean held = reservation == offset && reservedSize == size;
        reservation = NONE;
        boolean stored = held
                && (size == 4
                        ? INT.compareAndSet(ram, offset, (int) reserved, (int) value)
                        : LONG.compareAndSet(ram, offset, reserved, value));
        return stored ? 0 : 1;
    }

    private long amoWord(int code, long offset, int operand) {
        return switch (code) {
            case Opcode.AMOSWAP_W -> (int) INT.getAndSet(ram, offset, operand);
            case Opcode.AMOADD_W -> (int) INT.getAndAdd(ram, offset, operand);
            case Opcode.AMOXOR_W -> (int) INT.getAndBitwiseXor(ram, offset, operand);
            case Opcode.AMOAND_W -> (int) INT.getAndBitwiseAnd(ram, offset, operand);
            case Opcode.AMOOR_W -> (int) INT.getAndBitwiseOr(ram, offset, operand);
            default -> {
                int old;
                do {
                    old = (int) INT.getVolatile(ram, offset);
                } while (!INT.compareAndSet(ram, offset, old, choose(code, old, operand)));
                yield old;
            }
        };
    }

    private static int choose(int code, int old, int operand) {
        return switch (code) {
            case Opcode.AMOMIN_W -> Math.min(old, operand);
            case Opcode.AMOMAX_W -> Math.max(old, operand);
            case Opcode.AMOMINU_W -> Integer.compareUnsigned(old, operand) <= 0 ? old : operand;
            case Opcode.AMOMAXU_W -> Integer.compareUnsigned(old, operand) >= 0 ? old : operand;
            default -> throw new IllegalStateException("not an AMO: " + code);
        };
    }

    private long amoDouble(int code, long offset, long operand) {
        return switch (code) {
            case Opcode.AMOSWAP_D -> (long) LONG.getAndSet(ram, offset, operand);
            case Opcode.AMOADD_D -> (long) LONG.getAndAdd(ram, offset, operand);
            case Opcode.AMOXOR_D -> (long) LONG.getAndBitwiseXor(ram, offset, operand);
            case Opcode.AMOAND_D -> (long) LONG.getAndBitwiseAnd(ram, offset, operand);
            case Opcode.AMOOR_D -> (long) LONG.getAndBitwiseOr(ram, offset, operand);
            default -> {
                long old;
                do {
                    old = (long) LONG.getVolatile(ram, offset);
                } while (!LONG.compareAndSet(ram, offset, old, choose(code, old, operand)));
                yield old;
            }
        };
    }

    private static long choose(int code, long old, long operand) {
        return switch (code) {
            case Opcode.AMOMIN_D -> Math.min(old, operand);
            case Opcode.AMOMAX_D -> Math.max(old, operand);
            case Opcode.AMOMINU_D -> Long.compareUnsigned(old, operand) <= 0 ? old : operand;
            case Opcode.AMOMAXU_D -> Long.compareUnsigned(old, operand) >= 0 ? old : operand;
            default -> throw new IllegalStateException("not an AMO: " + code);
        };
    }
}
