package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import org.junit.jupiter.api.Test;

class SymlinkTest {
    @Test
    void isFollowedAlongThePath() throws Exception {
        Files.run(f -> {
            f.vfs.mkdirat(f.client, CWD, "/d", 0755);
            f.make("/d/f", "x");
            f.vfs.symlinkat(f.client, "d", CWD, "/l");
            f.vfs.symlinkat(f.client, "/l/f", CWD, "/d/m");
            assertThat(f.content("/l/m")).isEqualTo("x");
            assertThat(f.vfs.readlinkat(f.client, CWD, "/d/m")).isEqualTo("/l/f");
            assertThat(f.lstat("/d/m").size()).isEqualTo(4);
            assertThat(f.vfs.resolve(f.client, CWD, "/l/m")).isEqualTo("/d/f");
            expect(Errno.EINVAL, () -> f.vfs.readlinkat(f.client, CWD, "/d"));
            expect(Errno.ENOENT, () -> f.vfs.symlinkat(f.client, "", CWD, "/e"));
            expect(Errno.EEXIST, () -> f.vfs.symlinkat(f.client, "x", CWD, "/l"));
        });
    }

    @Test
    void endsAfterFortyLinks() throws Exception {
        Files.run(f -> {
            f.make("/l0", "x");
            for (int i = 1; i <= 41; i++) {
                f.vfs.symlinkat(f.client, "l" + (i - 1), CWD, "/l" + i);
            }
            assertThat(f.content("/l40")).isEqualTo("x");
            expect(Errno.ELOOP, () -> f.open("/l41", 0));
        });
    }

    @Test
    void manyLongOnesEndInNoSpace() throws Exception {
        Files.run(f -> {
            String target = "t".repeat(4095);
            int made = 0;
            Errno end = null;
            while (end == null && made < 100_000) {
                try {
                    f.vfs.symlinkat(f.client, target, CWD, "/l" + made++);
                } catch (Errno e) {
                    end = e;
                }
            }
            assertThat(end).isSameAs(Errno.ENOSPC);
            f.vfs.unlinkat(f.client, CWD, "/l0", 0);
            f.vfs.symlinkat(f.client, target, CWD, "/l0");
        });
    }
}
