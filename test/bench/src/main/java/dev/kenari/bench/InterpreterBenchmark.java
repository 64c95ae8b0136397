package dev.kenari.bench;

import dev.kenari.machine.HostClock;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.Cause;
import dev.kenari.machine.riscv.Hart;
import dev.kenari.machine.riscv.Harts;
import dev.kenari.machine.riscv.Registers;
import dev.kenari.machine.riscv.isa.Assembler;
import dev.kenari.machine.riscv.isa.Program;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Guest instructions per second of one interpreting hart on small loops, with Sv39 translation, polls and flags. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class InterpreterBenchmark {
    private static final long ORIGIN = 0x10000;
    private static final long RAM = 0x8000_0000L;
    private static final int PAGE = 4096;

    /** The kernels, each a loop that ends in ecall; s0 is the number of rounds. */
    public enum Kernel {
        /** Shifts and exclusive ors of registers. */
        ALU("""
                li a1, 1
                loop: slli t0, a1, 13
                xor a1, a1, t0
                srli t0, a1, 7
                xor a1, a1, t0
                slli t0, a1, 17
                xor a1, a1, t0
                add a2, a2, a1
                addi s0, s0, -1
                bnez s0, loop
                ecall
                """),
        /** Byte and double-word loads and stores within a page. */
        MEMORY("""
                la a3, buffer
                loop: andi t0, s0, 1023
                add t1, a3, t0
                lbu t2, 0(t1)
                addi t2, t2, 1
                sb t2, 0(t1)
                ld t3, 1024(a3)
                add t3, t3, t2
                sd t3, 1024(a3)
                addi s0, s0, -1
                bnez s0, loop
                ecall
                .balign 4096
                buffer: .zero 4096
                """),
        /** Recursive calls with a stack. */
        CALLS("""
                la sp, stack
                loop: li a0, 10
                call fib
                addi s0, s0, -40
                bgtz s0, loop
                ecall
                fib: li t0, 2
                blt a0, t0, out
                addi sp, sp, -32
                sd ra, 0(sp)
                sd s1, 8(sp)
                sd s2, 16(sp)
                mv s1, a0
                addi a0, a0, -1
                call fib
                mv s2, a0
                addi a0, s1, -2
                call fib
                add a0, a0, s2
                ld ra, 0(sp)
                ld s1, 8(sp)
                ld s2, 16(sp)
                addi sp, sp, 32
                out: ret
                .balign 4096
                .zero 4096
                stack: .zero 8
                """),
        /** Double multiplication, addition and fused multiply-add. */
        FLOATING("""
                la a3, buffer
                fld fa0, 0(a3)
                fld fa1, 8(a3)
                loop: fld fa2, 16(a3)
                fmul.d fa3, fa2, fa1
                fadd.d fa0, fa0, fa3
                fmadd.d fa4, fa1, fa2, fa0
                fsd fa4, 24(a3)
                addi s0, s0, -1
                bnez s0, loop
                ecall
                .balign 8
                buffer: .dword 0x3ff123456789abcd, 0x3ff0000100000000, 0x3fe3333333333333, 0
                """),
        /** Atomic addition, and load-reserved with store-conditional. */
        ATOMICS("""
                la a3, buffer
                loop: amoadd.w t0, a0, (a3)
                lr.w t1, (a3)
                addi t1, t1, 1
                sc.w t2, t1, (a3)
                addi s0, s0, -1
                bnez s0, loop
                ecall
                .balign 8
                buffer: .dword 0
                """);

        private final String source;

        Kernel(String source) {
            this.source = source;
        }
    }

    /** Counts guest instructions; the unit is millions. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Instructions {
        public double millions;

        @Setup(Level.Iteration)
        public void reset() {
            millions = 0;
        }
    }

    @Param
    private Kernel kernel;

    private PhysicalMemory memory;
    private Hart hart;
    private final Registers registers = new Registers();

    @Setup
    public void load() {
        memory = new PhysicalMemory(RAM, 1 << 20);
        hart = Harts.interpreting(1, memory, new HostClock()).getFirst();
        Program program = Assembler.assemble(kernel.source, ORIGIN);
        long root = RAM;
        long middle = RAM + PAGE;
        long leaf = RAM + 2 * PAGE;
        memory.putLong(root, middle >>> 12 << 10 | 1);
        memory.putLong(middle, leaf >>> 12 << 10 | 1);
        byte[] code = program.code();
        for (int at = 0; at < code.length; at += PAGE) {
            long frame = RAM + 3 * PAGE + at;
            memory.putLong(leaf + (ORIGIN + at >>> 12) * 8, frame >>> 12 << 10 | 0xDF);
            memory.write(frame, code, at, Math.min(PAGE, code.length - at));
        }
        hart.setSatp(8L << 60 | 1L << 44 | root >>> 12);
    }

    @TearDown
    public void close() {
        memory.close();
    }

    @Benchmark
    public long run(Instructions instructions) {
        registers.pc = ORIGIN;
        registers.x[8] = 100_000;
        long before = hart.retired();
        int cause = hart.run(registers);
        if (cause != Cause.ECALL_FROM_U) {
            throw new IllegalStateException("trap " + cause);
        }
        instructions.millions += (hart.retired() - before) / 1e6;
        return registers.x[10];
    }
}
