package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class LinkTest {
    @Test
    void givesAFileAnotherName() throws Exception {
        Files.run(f -> {
            f.make("/a", "x");
            f.vfs.linkat(f.client, CWD, "/a", CWD, "/b", 0);
            assertThat(f.stat("/a").links()).isEqualTo(2);
            assertThat(f.stat("/b").inode()).isEqualTo(f.stat("/a").inode());
            f.vfs.unlinkat(f.client, CWD, "/a", 0);
            assertThat(f.stat("/b").links()).isEqualTo(1);
            assertThat(f.content("/b")).isEqualTo("x");
        });
    }

    @Test
    void followsASymbolicLinkOnlyIfAsked() throws Exception {
        Files.run(f -> {
            f.make("/a", "x");
            f.vfs.symlinkat(f.client, "a", CWD, "/s");
            f.vfs.linkat(f.client, CWD, "/s", CWD, "/s2", 0);
            f.vfs.linkat(f.client, CWD, "/s", CWD, "/a2", Fcntl.AT_SYMLINK_FOLLOW);
            assertThat(f.lstat("/s2").mode()).isEqualTo(0120777);
            assertThat(f.lstat("/a2").mode()).isEqualTo(0100644);
            expect(Errno.EEXIST, () -> f.vfs.linkat(f.client, CWD, "/a", CWD, "/s", 0));
            expect(Errno.EPERM, () -> f.vfs.linkat(f.client, CWD, "/dev/pts", CWD, "/dev/d", 0));
            expect(Errno.ENOENT, () -> f.vfs.linkat(f.client, CWD, "/dev/pts", CWD, "/dev/d/", 0));
            expect(Errno.EXDEV, () -> f.vfs.linkat(f.client, CWD, "/a", CWD, "/dev/a", 0));
        });
    }
}
