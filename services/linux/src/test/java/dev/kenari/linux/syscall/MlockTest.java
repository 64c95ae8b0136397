package dev.kenari.linux.syscall;

import static dev.kenari.abi.Mman.MCL_CURRENT;
import static dev.kenari.abi.Mman.MCL_FUTURE;
import static dev.kenari.linux.Program.inProgram;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.linux.Program;
import dev.kenari.process.Limit;
import dev.kenari.process.UserIds;
import org.junit.jupiter.api.Test;

class MlockTest {
    private static final long AT = 0x1000_0000;

    private static void map(Program program, long pages) {
        program.call("mmap", AT, pages * 4096, 3, 0x32, -1, 0);
    }

    @Test
    void makesPagesResident() throws Exception {
        inProgram(program -> {
            map(program, 4);
            assertThat(program.call("mlock", AT + 4095, 2)).isZero();
            assertThat(program.space().residentPages()).isEqualTo(2);
            assertThat(program.space().lockedBytes()).isEqualTo(8192);
            assertThat(program.call("munlock", AT, 4096)).isZero();
            assertThat(program.space().lockedBytes()).isEqualTo(4096);
            assertThat(program.fails("mlock", AT + 4 * 4096, 1)).isSameAs(Errno.ENOMEM);
        });
    }

    @Test
    void keepsTheLimit() throws Exception {
        inProgram(program -> {
            map(program, 4);
            program.processes().put("credentials", UserIds.of(1, 1, new int[0]));
            program.processes().put("prlimit", new Limit(8192, 8192));
            assertThat(program.call("mlock", AT, 8192)).isZero();
            assertThat(program.call("mlock", AT, 8192)).isZero();
            assertThat(program.fails("mlock", AT + 8192, 4096)).isSameAs(Errno.ENOMEM);
            assertThat(program.fails("mlockall", MCL_CURRENT)).isSameAs(Errno.ENOMEM);
            program.processes().put("prlimit", new Limit(0, 0));
            assertThat(program.fails("mlock", AT, 4096)).isSameAs(Errno.EPERM);
        });
    }

    @Test
    void mlockallLocksWhatComesLater() throws Exception {
        inProgram(program -> {
            assertThat(program.call("mlockall", MCL_FUTURE)).isZero();
            map(program, 3);
            assertThat(program.space().residentPages()).isEqualTo(3);
            assertThat(program.call("munlockall")).isZero();
            assertThat(program.space().lockedBytes()).isZero();
            assertThat(program.fails("mlockall", 8)).isSameAs(Errno.EINVAL);
        });
    }

    @Test
    void mincoreSeesWhatIsResident() throws Exception {
        inProgram(program -> {
            map(program, 4);
            program.memory().putInt(AT + 4096, 1);
            assertThat(program.call("mincore", AT, 8192, AT + 4096)).isZero();
            assertThat(program.memory().getShort(AT + 4096)).isEqualTo((short) 0x100);
            assertThat(program.fails("mincore", AT, 5 * 4096, AT)).isSameAs(Errno.ENOMEM);
            assertThat(program.fails("mincore", AT, 4096, 8)).isSameAs(Errno.EFAULT);
        });
    }

    @Test
    void membarrierWantsRegistration() throws Exception {
        inProgram(program -> {
            long supported = program.call("membarrier", 0, 0, 0);
            assertThat(supported & 0x19).isEqualTo(0x19);
            assertThat(program.fails("membarrier", 8, 0, 0)).isSameAs(Errno.EPERM);
            assertThat(program.call("membarrier", 16, 0, 0)).isZero();
            assertThat(program.call("membarrier", 8, 0, 0)).isZero();
            assertThat(program.fails("membarrier", 128, 0, 0)).isSameAs(Errno.EINVAL);
            assertThat(program.fails("membarrier", 0, 1, 0)).isSameAs(Errno.EINVAL);
        });
    }
}
