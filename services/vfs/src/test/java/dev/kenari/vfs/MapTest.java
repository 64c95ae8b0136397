package dev.kenari.vfs;

import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class MapTest {
    @Test
    void namesTheObjectOfTheFile() throws Exception {
        Files.run(f -> {
            f.make("/a", "mapped");
            int fd = f.open("/a", Fcntl.O_RDWR);
            MappedFile mapped = f.vfs.map(f.client, fd, 3, true, 0, 4096);
            var object = f.kernel.objects().find(mapped.object());
            assertThat(object.size()).isEqualTo(6);
            assertThat(mapped.name()).isEqualTo("/a");
            assertThat(mapped.inode()).isEqualTo(f.stat("/a").inode());
            assertThat(mapped.device()).isEqualTo(f.vfs.fstat(f.client, fd).device());
            f.kernel.frames().memory().putByte(object.writableFrame(0), (byte) 'M');
            assertThat(f.content("/a")).isEqualTo("Mapped");
        });
    }

    @Test
    void checksTheAccessMode() throws Exception {
        Files.run(f -> {
            f.make("/a", "x");
            int reader = f.open("/a", Fcntl.O_RDONLY);
            int writer = f.open("/a", Fcntl.O_WRONLY);
            assertThat(f.vfs.map(f.client, reader, 3, false, 0, 4096).maxProtection()).isEqualTo(7);
            assertThat(f.vfs.map(f.client, reader, 1, true, 0, 4096).maxProtection()).isEqualTo(5);
            expect(Errno.EACCES, () -> f.vfs.map(f.client, reader, 3, true, 0, 4096));
            expect(Errno.EACCES, () -> f.vfs.map(f.client, writer, 2, true, 0, 4096));
            expect(Errno.ENODEV, () -> f.vfs.map(f.client, f.open("/", 0), 1, false, 0, 4096));
            assertThat(f.vfs.map(f.client, f.open("/dev/zero", 2), 3, false, 0, 4096).object()).isZero();
        });
    }
}
