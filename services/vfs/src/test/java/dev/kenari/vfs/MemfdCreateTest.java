package dev.kenari.vfs;

import static dev.kenari.vfs.Files.bytes;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class MemfdCreateTest {
    @Test
    void isSealed() throws Exception {
        Files.run(f -> {
            int fd = f.vfs.memfdCreate(f.client, "test", 2);
            f.write(fd, "hello");
            assertThat(f.vfs.openFile(f.client, fd).name()).isEqualTo("/memfd:test (deleted)");
            assertThat(f.vfs.control(f.client, fd, Fcntl.F_GET_SEALS, 0)).isZero();
            f.vfs.control(f.client, fd, Fcntl.F_ADD_SEALS, Fcntl.F_SEAL_GROW);
            expect(Errno.EPERM, () -> f.write(fd, "more"));
            f.vfs.ftruncate(f.client, fd, 3);
            int rest = Fcntl.F_SEAL_WRITE | Fcntl.F_SEAL_SHRINK | Fcntl.F_SEAL_SEAL;
            f.vfs.control(f.client, fd, Fcntl.F_ADD_SEALS, rest);
            expect(Errno.EPERM, () -> f.vfs.writeBytes(f.client, fd, bytes("x"), 0));
            expect(Errno.EPERM, () -> f.vfs.ftruncate(f.client, fd, 1));
            expect(Errno.EPERM, () -> f.vfs.control(f.client, fd, Fcntl.F_ADD_SEALS, 0));
            expect(Errno.EPERM, () -> f.vfs.map(f.client, fd, 3, true, 0, 4096));
            int plain = f.vfs.memfdCreate(f.client, "", 0);
            expect(Errno.EPERM, () -> f.vfs.control(f.client, plain, Fcntl.F_ADD_SEALS, Fcntl.F_SEAL_GROW));
            f.make("/a", "");
            expect(Errno.EINVAL, () -> f.vfs.control(f.client, f.open("/a", 2), Fcntl.F_GET_SEALS, 0));
            expect(Errno.EINVAL, () -> f.vfs.memfdCreate(f.client, "", 0x100));
        });
    }
}
