package dev.kenari.linux.syscall;

import static dev.kenari.abi.Mman.MAP_ANONYMOUS;
import static dev.kenari.abi.Mman.MAP_FIXED;
import static dev.kenari.abi.Mman.MAP_PRIVATE;
import static dev.kenari.abi.Mman.MAP_SHARED;
import static dev.kenari.abi.Mman.MREMAP_DONTUNMAP;
import static dev.kenari.abi.Mman.MREMAP_FIXED;
import static dev.kenari.abi.Mman.MREMAP_MAYMOVE;
import static dev.kenari.linux.Program.inProgram;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.linux.Program;
import org.junit.jupiter.api.Test;

class MremapTest {
    private static final long AT = 0x1000_0000;

    private static void map(Program program, long pages, int kind) {
        long at = program.call("mmap", AT, pages * 4096, 3, kind | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        assertThat(at).isEqualTo(AT);
    }

    @Test
    void growsInPlaceWhereThereIsRoom() throws Exception {
        inProgram(program -> {
            map(program, 2, MAP_PRIVATE);
            assertThat(program.call("mremap", AT, 8192, 16384, 0)).isEqualTo(AT);
            program.memory().putInt(AT + 12288, 1);
            assertThat(program.space().vmas()).hasSize(1);
        });
    }

    @Test
    void movesOnlyIfItMay() throws Exception {
        inProgram(program -> {
            map(program, 4, MAP_PRIVATE);
            program.memory().putInt(AT, 11);
            assertThat(program.fails("mremap", AT, 4096, 8192, 0)).isSameAs(Errno.ENOMEM);
            long to = program.call("mremap", AT, 4096, 8192, MREMAP_MAYMOVE);
            assertThat(program.memory().getInt(to)).isEqualTo(11);
            assertThat(program.space().find(AT)).isNull();
        });
    }

    @Test
    void shrinks() throws Exception {
        inProgram(program -> {
            map(program, 4, MAP_PRIVATE);
            assertThat(program.call("mremap", AT, 16384, 4096, 0)).isEqualTo(AT);
            assertThat(program.space().totalBytes()).isEqualTo(4096);
        });
    }

    @Test
    void fixedReplacesTheTarget() throws Exception {
        inProgram(program -> {
            map(program, 8, MAP_PRIVATE);
            program.memory().putInt(AT, 3);
            long target = AT + 4 * 4096;
            assertThat(program.call("mremap", AT, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, target)).isEqualTo(target);
            assertThat(program.memory().getInt(target)).isEqualTo(3);
            assertThat(program.fails("mremap", target, 8192, 8192, MREMAP_MAYMOVE | MREMAP_FIXED, target + 4096))
                    .isSameAs(Errno.EINVAL);
        });
    }

    @Test
    void dontunmapLeavesTheOldRangeEmpty() throws Exception {
        inProgram(program -> {
            map(program, 1, MAP_PRIVATE);
            program.memory().putInt(AT, 9);
            long to = program.call("mremap", AT, 4096, 4096, MREMAP_MAYMOVE | MREMAP_DONTUNMAP);
            assertThat(program.memory().getInt(to)).isEqualTo(9);
            assertThat(program.memory().getInt(AT)).isZero();
        });
    }

    @Test
    void oldLengthZeroDuplicatesASharedMapping() throws Exception {
        inProgram(program -> {
            map(program, 2, MAP_SHARED);
            long copy = program.call("mremap", AT + 4096, 0, 4096, MREMAP_MAYMOVE);
            program.memory().putInt(copy, 5);
            assertThat(program.memory().getInt(AT + 4096)).isEqualTo(5);
            map(program, 1, MAP_PRIVATE);
            assertThat(program.fails("mremap", AT, 0, 4096, MREMAP_MAYMOVE)).isSameAs(Errno.EINVAL);
        });
    }

    @Test
    void refusesBadArguments() throws Exception {
        inProgram(program -> {
            map(program, 1, MAP_PRIVATE);
            assertThat(program.fails("mremap", AT + 1, 4096, 4096, 0)).isSameAs(Errno.EINVAL);
            assertThat(program.fails("mremap", AT, 4096, 0, 0)).isSameAs(Errno.EINVAL);
            assertThat(program.fails("mremap", AT, 4096, 4096, 8)).isSameAs(Errno.EINVAL);
            assertThat(program.fails("mremap", AT, 4096, 4096, MREMAP_FIXED, AT)).isSameAs(Errno.EINVAL);
            assertThat(program.fails("mremap", AT + 4096, 4096, 8192, 0)).isSameAs(Errno.EFAULT);
            assertThat(program.fails("mremap", AT, 8192, 16384, MREMAP_MAYMOVE)).isSameAs(Errno.EFAULT);
        });
    }
}
