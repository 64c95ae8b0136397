package dev.kenari.linux.syscall;

import static dev.kenari.abi.Mman.MADV_DONTFORK;
import static dev.kenari.abi.Mman.MADV_DONTNEED;
import static dev.kenari.abi.Mman.MADV_FREE;
import static dev.kenari.abi.Mman.MADV_POPULATE_WRITE;
import static dev.kenari.abi.Mman.MADV_REMOVE;
import static dev.kenari.abi.Mman.MADV_WIPEONFORK;
import static dev.kenari.abi.Mman.MAP_ANONYMOUS;
import static dev.kenari.abi.Mman.MAP_FIXED;
import static dev.kenari.abi.Mman.MAP_PRIVATE;
import static dev.kenari.abi.Mman.MAP_SHARED;
import static dev.kenari.linux.Program.inProgram;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.linux.Program;
import org.junit.jupiter.api.Test;

class MadviseTest {
    private static final long AT = 0x1000_0000;
    private static final int HUGEPAGE = 14;

    private static void map(Program program, long at, long pages, int kind) {
        program.call("mmap", at, pages * 4096, 3, kind | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    }

    @Test
    void dontneedForgetsPrivatePages() throws Exception {
        inProgram(program -> {
            map(program, AT, 2, MAP_PRIVATE);
            program.memory().putInt(AT, 1);
            assertThat(program.call("madvise", AT, 8192, MADV_DONTNEED)).isZero();
            assertThat(program.memory().getInt(AT)).isZero();
        });
    }

    @Test
    void dontneedKeepsSharedContentAndRemoveDoesNot() throws Exception {
        inProgram(program -> {
            map(program, AT, 2, MAP_SHARED);
            program.memory().putInt(AT + 4096, 1);
            program.call("madvise", AT, 8192, MADV_DONTNEED);
            assertThat(program.memory().getInt(AT + 4096)).isEqualTo(1);
            assertThat(program.call("madvise", AT + 4096, 4096, MADV_REMOVE)).isZero();
            assertThat(program.memory().getInt(AT + 4096)).isZero();
        });
    }

    @Test
    void lockedPagesAreNotForgotten() throws Exception {
        inProgram(program -> {
            map(program, AT, 1, MAP_PRIVATE);
            assertThat(program.call("mlock", AT, 1)).isZero();
            assertThat(program.fails("madvise", AT, 4096, MADV_DONTNEED)).isSameAs(Errno.EINVAL);
        });
    }

    @Test
    void actsOnWhatIsMappedAndReportsGaps() throws Exception {
        inProgram(program -> {
            map(program, AT, 1, MAP_PRIVATE);
            map(program, AT + 8192, 1, MAP_PRIVATE);
            program.memory().putInt(AT + 8192, 1);
            assertThat(program.fails("madvise", AT, 12288, MADV_DONTNEED)).isSameAs(Errno.ENOMEM);
            assertThat(program.memory().getInt(AT + 8192)).isZero();
        });
    }

    @Test
    void forkAdviceIsRemembered() throws Exception {
        inProgram(program -> {
            map(program, AT, 2, MAP_PRIVATE);
            program.memory().putInt(AT + 4096, 1);
            program.call("madvise", AT, 4096, MADV_DONTFORK);
            program.call("madvise", AT + 4096, 4096, MADV_WIPEONFORK);
            var child = program.space().fork();
            assertThat(child.find(AT)).isNull();
            assertThat(child.memory().getInt(AT + 4096)).isZero();
        });
    }

    @Test
    void populateWriteMakesPagesResident() throws Exception {
        inProgram(program -> {
            map(program, AT, 3, MAP_PRIVATE);
            assertThat(program.call("madvise", AT, 12288, MADV_POPULATE_WRITE)).isZero();
            assertThat(program.space().residentPages()).isEqualTo(3);
            assertThat(program.fails("madvise", AT, 16384, MADV_POPULATE_WRITE)).isSameAs(Errno.ENOMEM);
        });
    }

    @Test
    void refusesBadArguments() throws Exception {
        inProgram(program -> {
            map(program, AT, 1, MAP_SHARED);
            assertThat(program.fails("madvise", AT, 4096, HUGEPAGE)).isSameAs(Errno.EINVAL);
            assertThat(program.fails("madvise", AT, 4096, 99)).isSameAs(Errno.EINVAL);
            assertThat(program.fails("madvise", AT + 1, 4096, MADV_DONTNEED)).isSameAs(Errno.EINVAL);
            assertThat(program.fails("madvise", AT, 4096, MADV_FREE)).isSameAs(Errno.EINVAL);
            assertThat(program.call("madvise", AT, 0, MADV_DONTNEED)).isZero();
        });
    }
}
