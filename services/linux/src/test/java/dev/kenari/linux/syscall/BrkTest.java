package dev.kenari.linux.syscall;

import static dev.kenari.linux.Program.inProgram;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import org.junit.jupiter.api.Test;

class BrkTest {
    private static final long HEAP = 0x1000_0000;

    @Test
    void movesTheBreakByBytesAndMapsByPages() throws Exception {
        inProgram(program -> {
            program.space().limits().setHeap(HEAP, HEAP);
            assertThat(program.call("brk", 0)).isEqualTo(HEAP);
            assertThat(program.call("brk", HEAP + 10)).isEqualTo(HEAP + 10);
            program.memory().putInt(HEAP + 4092, 1);
            assertThat(program.call("brk", HEAP + 5000)).isEqualTo(HEAP + 5000);
            assertThat(program.space().vmas()).hasSize(1);
            assertThat(program.space().vmas().iterator().next().name()).isEqualTo("[heap]");
            assertThat(program.call("brk", HEAP + 1)).isEqualTo(HEAP + 1);
            assertThat(program.space().totalBytes()).isEqualTo(4096);
        });
    }

    @Test
    void doesNotRunIntoAMappingOrBelowItsStart() throws Exception {
        inProgram(program -> {
            program.space().limits().setHeap(HEAP, HEAP);
            program.call("mmap", HEAP + 8192, 4096, 3, 0x32, -1, 0);
            assertThat(program.call("brk", HEAP + 8192)).isEqualTo(HEAP);
            assertThat(program.call("brk", HEAP + 4096)).isEqualTo(HEAP + 4096);
            assertThat(program.call("brk", HEAP - 1)).isEqualTo(HEAP + 4096);
            assertThat(program.call("brk", -1)).isEqualTo(HEAP + 4096);
        });
    }

    @Test
    void mprotectAndMunmapRefuseBadRanges() throws Exception {
        inProgram(program -> {
            assertThat(program.fails("munmap", HEAP + 1, 4096)).isSameAs(Errno.EINVAL);
            assertThat(program.fails("munmap", HEAP, 0)).isSameAs(Errno.EINVAL);
            assertThat(program.fails("munmap", HEAP, -1)).isSameAs(Errno.EINVAL);
            assertThat(program.call("munmap", HEAP, 4096)).isZero();
            assertThat(program.fails("mprotect", HEAP + 1, 4096, 1)).isSameAs(Errno.EINVAL);
            assertThat(program.fails("mprotect", HEAP, 4096, 1)).isSameAs(Errno.ENOMEM);
            assertThat(program.fails("mprotect", HEAP, 4096, 0x40)).isSameAs(Errno.EINVAL);
            assertThat(program.call("mprotect", HEAP, 0, 1)).isZero();
        });
    }
}
