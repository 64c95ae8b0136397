package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class FileHandleTest {
    @Test
    void travelsBetweenClients() throws Exception {
        Files.run(f -> {
            f.make("/a", "content");
            int fd = f.open("/a", 0);
            int handle = f.vfs.exportHandle(f.client, fd);
            f.vfs.close(f.client, fd);
            int other = f.vfs.attach(f.client, 2, false, false);
            int received = f.vfs.importHandle(other, handle, true);
            assertThat(f.vfs.descriptorFlags(other, received)).isEqualTo(1);
            f.vfs.releaseHandle(handle);
            assertThat(Files.text(f.vfs.readBytes(other, received, 99, -1))).isEqualTo("content");
            expect(Errno.EBADF, () -> f.vfs.statHandle(handle));
        });
    }

    @Test
    void opensProgramsForExecution() throws Exception {
        Files.run(f -> {
            f.make("/p", "#!/bin/sh");
            expect(Errno.EACCES, () -> f.vfs.openExecutable(f.client, CWD, "/p", 0));
            f.vfs.fchmodat(f.client, CWD, "/p", 0711, 0);
            int user = f.user(5, 5);
            int handle = f.vfs.openExecutable(user, CWD, "/p", 0);
            assertThat(Files.text(f.vfs.readHandle(handle, 2, 100))).isEqualTo("/bin/sh");
            assertThat(f.vfs.statHandle(handle).attributes().size()).isEqualTo(9);
            assertThat(f.vfs.handlePath(f.client, handle)).isEqualTo("/p");
            assertThat(f.vfs.mapHandle(handle).object()).isPositive();
            expect(Errno.ETXTBSY, () -> f.open("/p", Fcntl.O_WRONLY));
            f.vfs.retainHandle(handle);
            f.vfs.releaseHandle(handle);
            expect(Errno.ETXTBSY, () -> f.vfs.truncate(f.client, "/p", 0));
            f.vfs.releaseHandle(handle);
            int writer = f.open("/p", Fcntl.O_WRONLY);
            expect(Errno.ETXTBSY, () -> f.vfs.openExecutable(f.client, CWD, "/p", 0));
            f.vfs.close(f.client, writer);
            expect(Errno.EACCES, () -> f.vfs.openExecutable(f.client, CWD, "/dev", 0));
        });
    }
}
