package dev.kenari.tools.campaign;

import dev.kenari.abi.Errno;
import dev.kenari.designs.RootImage;
import dev.kenari.machine.riscv.isa.Assembler;
import dev.kenari.vfs.ImageSource;
import dev.kenari.vfs.Population;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What runs while a fault happens: a worker writes blocks of a pattern to a disk and reads them back, a bystander computes in memory of
 * its own, and their parent tries the disk once more when both have ended. Its exit code says what went wrong.
 */
final class Workload implements RootImage {
    static final int WORKER_ERROR = 1;
    static final int WRONG_DATA = 2;
    static final int BYSTANDER_WRONG = 4;
    static final int NO_SERVICE = 8;
    static final int WORKER_KILLED = 16;

    static final int BLOCK = 4096;
    static final int BLOCKS = 24;
    /** Blocks of the disk, of which the last few are never written. */
    static final int DISK_BLOCKS = 64;

    private static final long ORIGIN = 0x10000;
    private static final long STEP = 0x9E37_79B9;

    private static final String SOURCE = """
            .equ BLOCKS, %d
            _start:
                li   s0, 4096           # buffer: a page of the stack that O_DIRECT may use
                sub  sp, sp, s0
                sub  sp, sp, s0
                sub  s0, zero, s0
                and  sp, sp, s0
                mv   s0, sp
                li   s5, 0
                call fork
                beqz a0, worker
                mv   s6, a0
                call fork
                beqz a0, bystander
                mv   s7, a0
                mv   a0, s6
                call wait
                andi t0, a0, 0x7f
                beqz t0, worked
                ori  s5, s5, 16
            worked:
                srli a0, a0, 8
                andi a0, a0, 0xff
                or   s5, s5, a0
                mv   a0, s7
                call wait
                beqz a0, others
                ori  s5, s5, 4
            others:
                call open
                li   s2, BLOCKS
                call fill
                call write
                bnez a0, noservice
                call read
                bnez a0, noservice
                call check
                beqz a0, end
            noservice:
                ori  s5, s5, 8
            end:
                mv   a0, s5
                li   a7, 94             # exit_group
                ecall

            worker:
                call open
                li   s2, 0
            writes:
                call fill
                call write
                or   s5, s5, a0
                addi s2, s2, 1
                li   t0, BLOCKS
                bltu s2, t0, writes
                mv   a0, s1
                li   a7, 82             # fsync
                ecall
                beqz a0, synced
                ori  s5, s5, 1
            synced:
                li   s2, 0
            reads:
                call read
                bnez a0, unread
                call check
            unread:
                or   s5, s5, a0
                addi s2, s2, 1
                li   t0, BLOCKS
                bltu s2, t0, reads
                j    end

            bystander:
                li   s3, 0x10000        # bytes of memory to look after
                sub  sp, sp, s3
                mv   t1, sp
                add  t2, sp, s3
            plant:
                sd   t1, 0(t1)
                addi t1, t1, 8
                bltu t1, t2, plant
                li   s4, 3
            rounds:
                li   a7, 172            # getpid
                ecall
                mv   t1, sp
                add  t2, sp, s3
            look:
                ld   t0, 0(t1)
                bne  t0, t1, spoilt
                addi t1, t1, 8
                bltu t1, t2, look
                addi s4, s4, -1
                bnez s4, rounds
                j    end
            spoilt:
                li   s5, 4
                j    end

            fork:                       # a0: 0 in the child
                li   a0, 17
                li   a1, 0
                li   a2, 0
                li   a3, 0
                li   a4, 0
                li   a7, 220
                ecall
                ret
            wait:                       # a0: a child in, its wait status out
                addi sp, sp, -16
                sd   zero, 0(sp)
                mv   a1, sp
                li   a2, 0
                li   a3, 0
                li   a7, 260
                ecall
                lw   a0, 0(sp)
                addi sp, sp, 16
                ret
            open:                       # s1: the disk
                li   a0, -100
                la   a1, disk
                li   a2, 0x4002         # O_RDWR | O_DIRECT
                li   a7, 56
                ecall
                mv   s1, a0
                ret
            fill:                       # block s2's pattern into the buffer
                mv   t6, ra
                call pattern
                mv   ra, t6
            fills:
                sd   t0, 0(t1)
                add  t0, t0, t3
                addi t1, t1, 8
                bltu t1, t2, fills
                ret
            pattern:
                addi t0, s2, 1
                li   t3, %d
                mul  t0, t0, t3
                mul  t0, t0, t3
                mv   t1, s0
                li   t2, 4096
                add  t2, t2, s0
                ret
            check:                      # a0: 2 unless the buffer has block s2's pattern
                mv   t6, ra
                call pattern
                mv   ra, t6
            checks:
                ld   t4, 0(t1)
                bne  t4, t0, wrong
                add  t0, t0, t3
                addi t1, t1, 8
                bltu t1, t2, checks
                li   a0, 0
                ret
            wrong:
                li   a0, 2
                ret
            write:
                li   a7, 68             # pwrite64
                j    move
            read:
                li   a7, 67             # pread64
            move:                       # a0: 1 if block s2 was not moved
                mv   a0, s1
                mv   a1, s0
                li   a2, 4096
                slli a3, s2, 12
                ecall
                li   t0, 4096
                sub  a0, a0, t0
                snez a0, a0
                ret
            disk:
                .asciz "/dev/vda"
            """.formatted(BLOCKS, STEP);

    private final Path data;
    private final byte[] program;

    Workload() {
        program = Assembler.assemble(SOURCE, ORIGIN).elf();
        try {
            data = Files.createTempFile("kenari-campaign", null);
            Files.write(data, program);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write a temporary file: " + e.getMessage(), e);
        }
        data.toFile().deleteOnExit();
    }

    /** The 8-byte word number {@code word} of block {@code block} as the worker writes it. */
    static long word(int block, int word) {
        return (block + 1L) * STEP * STEP + word * STEP;
    }

    @Override
    public Path data() {
        return data;
    }

    @Override
    public void populate(Population into, ImageSource source) throws Errno {
        for (String directory : new String[] {"/bin", "/proc", "/sys", "/dev", "/tmp"}) {
            into.directory(directory, 0755, 0, 0, 0);
        }
        into.file("/bin/workload", 0755, 0, 0, 0, program.length, source, 0);
    }
}
