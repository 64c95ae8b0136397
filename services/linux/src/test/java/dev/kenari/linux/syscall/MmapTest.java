package dev.kenari.linux.syscall;

import static dev.kenari.abi.Mman.MAP_ANONYMOUS;
import static dev.kenari.abi.Mman.MAP_FIXED;
import static dev.kenari.abi.Mman.MAP_FIXED_NOREPLACE;
import static dev.kenari.abi.Mman.MAP_LOCKED;
import static dev.kenari.abi.Mman.MAP_NORESERVE;
import static dev.kenari.abi.Mman.MAP_POPULATE;
import static dev.kenari.abi.Mman.MAP_PRIVATE;
import static dev.kenari.abi.Mman.MAP_SHARED;
import static dev.kenari.abi.Mman.MAP_SHARED_VALIDATE;
import static dev.kenari.abi.Mman.PROT_EXEC;
import static dev.kenari.abi.Mman.PROT_READ;
import static dev.kenari.abi.Mman.PROT_WRITE;
import static dev.kenari.linux.Program.inProgram;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.linux.Program;
import dev.kenari.process.Limit;
import dev.kenari.process.UserIds;
import dev.kenari.vfs.MappedFile;
import org.junit.jupiter.api.Test;

class MmapTest {
    private static final int RW = PROT_READ | PROT_WRITE;
    private static final int ANONYMOUS = MAP_PRIVATE | MAP_ANONYMOUS;

    @Test
    void anonymousMemoryIsZero() throws Exception {
        inProgram(program -> {
            long at = program.call("mmap", 0, 5000, RW, ANONYMOUS, -1, 0);
            assertThat(at % 4096).isZero();
            assertThat(program.memory().getLong(at + 8184)).isZero();
            assertThat(program.space().totalBytes()).isEqualTo(8192);
        });
    }

    @Test
    void refusesBadArguments() throws Exception {
        inProgram(program -> {
            assertThat(program.fails("mmap", 0, 0, RW, ANONYMOUS, -1, 0)).isSameAs(Errno.EINVAL);
            assertThat(program.fails("mmap", 0, 4096, RW, MAP_ANONYMOUS, -1, 0)).isSameAs(Errno.EINVAL);
            assertThat(program.fails("mmap", 0, 4096, RW, ANONYMOUS, -1, 1)).isSameAs(Errno.EINVAL);
            assertThat(program.fails("mmap", 1, 4096, RW, ANONYMOUS | MAP_FIXED, -1, 0)).isSameAs(Errno.EINVAL);
            assertThat(program.fails("mmap", 0, -4096, RW, ANONYMOUS, -1, 0)).isSameAs(Errno.ENOMEM);
            assertThat(program.fails("mmap", 0, 1L << 40, RW, ANONYMOUS, -1, 0)).isSameAs(Errno.ENOMEM);
            assertThat(program.fails("mmap", AddressSpace.TOP, 4096, RW, ANONYMOUS | MAP_FIXED, -1, 0))
                    .isSameAs(Errno.ENOMEM);
            assertThat(program.fails("mmap", 0, 4096, RW, MAP_SHARED_VALIDATE | 0x80_0000, 3, 0))
                    .isSameAs(Errno.EOPNOTSUPP);
        });
    }

    @Test
    void theFirstPagesAreForThePrivileged() throws Exception {
        inProgram(program -> {
            assertThat(program.call("mmap", 4096, 4096, RW, ANONYMOUS | MAP_FIXED, -1, 0)).isEqualTo(4096);
            program.processes().put("credentials", UserIds.of(1000, 1000, new int[0]));
            assertThat(program.fails("mmap", 4096, 4096, RW, ANONYMOUS | MAP_FIXED, -1, 0)).isSameAs(Errno.EPERM);
        });
    }

    @Test
    void aHintIsUsedIfItIsFree() throws Exception {
        inProgram(program -> {
            long hint = 0x1000_0000;
            assertThat(program.call("mmap", hint + 1, 4096, RW, ANONYMOUS, -1, 0)).isEqualTo(hint + 4096);
            assertThat(program.call("mmap", hint + 4096, 4096, RW, ANONYMOUS, -1, 0)).isNotEqualTo(hint + 4096);
        });
    }

    @Test
    void fixedReplacesAndNoreplaceDoesNot() throws Exception {
        inProgram(program -> {
            long at = program.call("mmap", 0, 3 * 4096, RW, ANONYMOUS, -1, 0);
            program.memory().putInt(at + 4096, 7);
            assertThat(program.call("mmap", at + 4096, 4096, PROT_READ, ANONYMOUS | MAP_FIXED, -1, 0))
                    .isEqualTo(at + 4096);
            assertThat(program.memory().getInt(at + 4096)).isZero();
            assertThat(program.space().vmas()).hasSize(3);
            assertThat(program.fails("mmap", at, 4096, RW, ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0))
                    .isSameAs(Errno.EEXIST);
        });
    }

    @Test
    void aFileIsAskedOfTheFileService() throws Exception {
        inProgram(program -> {
            MemoryObject object = program.kernel().objects().anonymous(8192);
            object.writableFrame(1);
            program.kernel().frames().memory().putInt(object.frame(1), 42);
            program.vfs().put("map", arguments -> {
                assertThat(arguments).containsExactly(1, 5, PROT_READ, true, 4096L, 4096L);
                return new MappedFile(object.id(), 4096, "/file", 9, 10, PROT_READ);
            });
            long at = program.call("mmap", 0, 100, PROT_READ, MAP_SHARED, 5, 4096);
            assertThat(program.memory().getInt(at)).isEqualTo(42);
            assertThat(program.space().find(at).name()).isEqualTo("/file");
            assertThat(program.fails("mprotect", at, 4096, RW)).isSameAs(Errno.EACCES);
            program.vfs().put("map", arguments -> {
                throw Errno.EACCES;
            });
            assertThat(program.fails("mmap", 0, 100, RW, MAP_SHARED, 5, 4096)).isSameAs(Errno.EACCES);
        });
    }

    @Test
    void populateMakesPagesResident() throws Exception {
        inProgram(program -> {
            program.call("mmap", 0, 16 * 4096, RW, ANONYMOUS | MAP_POPULATE, -1, 0);
            assertThat(program.space().residentPages()).isEqualTo(16);
        });
    }

    @Test
    void keepsTheLimits() throws Exception {
        inProgram(program -> {
            long ram = 64L << 20;
            assertThat(program.fails("mmap", 0, 2 * ram, RW, ANONYMOUS, -1, 0)).isSameAs(Errno.ENOMEM);
            assertThat(program.call("mmap", 0, 2 * ram, RW, ANONYMOUS | MAP_NORESERVE, -1, 0)).isPositive();
            assertThat(program.call("mmap", 0, 2 * ram, 0, ANONYMOUS, -1, 0)).isPositive();
            program.processes().put("prlimit", new Limit(8192, 8192));
            assertThat(program.fails("mmap", 0, 4096, PROT_EXEC, ANONYMOUS, -1, 0)).isSameAs(Errno.ENOMEM);
        });
    }

    @Test
    void lockedMemoryNeedsRoomInItsLimit() throws Exception {
        inProgram(program -> {
            program.processes().put("credentials", UserIds.of(1000, 1000, new int[0]));
            lockLimit(program, 8192);
            assertThat(program.call("mmap", 0, 8192, RW, ANONYMOUS | MAP_LOCKED, -1, 0)).isPositive();
            assertThat(program.space().residentPages()).isEqualTo(2);
            assertThat(program.fails("mmap", 0, 4096, RW, ANONYMOUS | MAP_LOCKED, -1, 0)).isSameAs(Errno.EAGAIN);
            lockLimit(program, 0);
            assertThat(program.fails("mmap", 0, 4096, RW, ANONYMOUS | MAP_LOCKED, -1, 0)).isSameAs(Errno.EPERM);
        });
    }

    private static void lockLimit(Program program, long bytes) {
        program.processes().put("prlimit", arguments -> (int) arguments[2] == 8
                ? new Limit(bytes, bytes)
                : new Limit(-1, -1));
    }
}
