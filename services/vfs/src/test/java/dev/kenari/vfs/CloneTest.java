package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class CloneTest {
    @Test
    void aForkedClientSharesDescriptionsButNotDescriptors() throws Exception {
        Files.run(f -> {
            f.make("/a", "0123");
            int fd = f.open("/a", 0);
            int child = f.vfs.attach(f.client, 2, false, false);
            f.read(fd, 2);
            assertThat(Files.text(f.vfs.readBytes(child, fd, 9, -1))).isEqualTo("23");
            f.vfs.close(f.client, fd);
            assertThat(f.vfs.lseek(child, fd, 0, Fcntl.SEEK_CUR)).isEqualTo(4);
            f.vfs.chdir(child, "/dev");
            assertThat(f.vfs.getcwd(f.client)).isEqualTo("/");
            f.vfs.detach(child);
            expect(Errno.ESRCH, () -> f.vfs.getcwd(child));
        });
    }

    @Test
    void aThreadSharesWhatItIsTold() throws Exception {
        Files.run(f -> {
            int thread = f.vfs.attach(f.client, 1, true, true);
            int fd = f.vfs.openat(thread, CWD, "/", 0, 0);
            f.vfs.fstat(f.client, fd);
            f.vfs.chdir(thread, "/dev");
            assertThat(f.vfs.getcwd(f.client)).isEqualTo("/dev");
            f.vfs.unshare(thread, true, true);
            f.vfs.close(f.client, fd);
            f.vfs.fstat(thread, fd);
            f.vfs.chdir(thread, "/");
            assertThat(f.vfs.getcwd(f.client)).isEqualTo("/dev");
        });
    }
}
