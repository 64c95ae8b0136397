package dev.kenari.vfs;

import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class DupTest {
    @Test
    void clearsCloseOnExec() throws Exception {
        Files.run(f -> {
            int fd = f.open("/", Fcntl.O_CLOEXEC);
            assertThat(f.vfs.descriptorFlags(f.client, fd)).isEqualTo(Fcntl.FD_CLOEXEC);
            assertThat(f.vfs.descriptorFlags(f.client, f.vfs.dup(f.client, fd))).isZero();
            f.vfs.dup3(f.client, fd, 9, Fcntl.O_CLOEXEC, false);
            assertThat(f.vfs.descriptorFlags(f.client, 9)).isEqualTo(Fcntl.FD_CLOEXEC);
        });
    }

    @Test
    void replacesWhatWasOpen() throws Exception {
        Files.run(f -> {
            f.make("/a", "a");
            f.make("/b", "b");
            int a = f.open("/a", 0);
            int b = f.open("/b", 0);
            assertThat(f.vfs.dup3(f.client, a, b, 0, false)).isEqualTo(b);
            assertThat(f.read(b, 1)).isEqualTo("a");
            expect(Errno.EINVAL, () -> f.vfs.dup3(f.client, a, a, 0, false));
            assertThat(f.vfs.dup3(f.client, a, a, 0, true)).isEqualTo(a);
            expect(Errno.EBADF, () -> f.vfs.dup3(f.client, 55, 3, 0, false));
            expect(Errno.EBADF, () -> f.vfs.dup3(f.client, a, -1, 0, false));
        });
    }

    @Test
    void startsAtTheLowestGiven() throws Exception {
        Files.run(f -> {
            int fd = f.open("/", 0);
            assertThat(f.vfs.duplicate(f.client, fd, 10, false)).isEqualTo(10);
            assertThat(f.vfs.duplicate(f.client, fd, 10, true)).isEqualTo(11);
            assertThat(f.vfs.duplicate(f.client, fd, 0, true)).isEqualTo(1);
            assertThat(f.vfs.sameDescription(f.client, 10, 11)).isTrue();
            f.vfs.setLimits(f.client, 12, -1);
            expect(Errno.EINVAL, () -> f.vfs.duplicate(f.client, fd, 12, false));
            expect(Errno.EMFILE, () -> f.vfs.duplicate(f.client, fd, 11, false));
        });
    }
}
