package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import org.junit.jupiter.api.Test;

class ChdirTest {
    @Test
    void changesWhereRelativePathsStart() throws Exception {
        Files.run(f -> {
            f.vfs.mkdirat(f.client, CWD, "/d", 0755);
            f.vfs.mkdirat(f.client, CWD, "/d/e", 0755);
            f.vfs.symlinkat(f.client, "/d/e", CWD, "/l");
            f.vfs.chdir(f.client, "/l");
            assertThat(f.vfs.getcwd(f.client)).isEqualTo("/d/e");
            f.make("here", "x");
            assertThat(f.content("/d/e/here")).isEqualTo("x");
            f.vfs.chdir(f.client, "../..");
            assertThat(f.vfs.getcwd(f.client)).isEqualTo("/");
            f.vfs.chdir(f.client, "..");
            assertThat(f.vfs.getcwd(f.client)).isEqualTo("/");
            f.vfs.fchdir(f.client, f.open("/d", 0));
            f.vfs.renameat2(f.client, CWD, "/d", CWD, "/moved", 0);
            assertThat(f.vfs.getcwd(f.client)).isEqualTo("/moved");
            expect(Errno.ENOTDIR, () -> f.vfs.chdir(f.client, "/moved/e/here"));
        });
    }

    @Test
    void aNewRootCannotBeLeft() throws Exception {
        Files.run(f -> {
            f.vfs.mkdirat(f.client, CWD, "/jail", 0755);
            f.make("/jail/f", "in");
            f.make("/f", "out");
            int outside = f.open("/", 0);
            f.vfs.chroot(f.client, "/jail");
            assertThat(f.vfs.getcwd(f.client)).isEqualTo("(unreachable)/");
            f.vfs.chdir(f.client, "/");
            assertThat(f.vfs.getcwd(f.client)).isEqualTo("/");
            assertThat(f.content("../../f")).isEqualTo("in");
            assertThat(f.vfs.rootPath(f.client)).isEqualTo("/jail");
            f.vfs.fchdir(f.client, outside);
            assertThat(f.content("f")).isEqualTo("out");
            int user = f.user(1, 1);
            expect(Errno.EPERM, () -> f.vfs.chroot(user, "/"));
        });
    }

    @Test
    void aPathMayGetTooLongToName() throws Exception {
        Files.run(f -> {
            String name = "n".repeat(200);
            for (int i = 0; i < 30; i++) {
                f.vfs.mkdirat(f.client, CWD, name, 0755);
                f.vfs.chdir(f.client, name);
            }
            expect(Errno.ENAMETOOLONG, () -> f.vfs.getcwd(f.client));
            f.make("here", "x");
            assertThat(f.content("here")).isEqualTo("x");
        });
    }
}
