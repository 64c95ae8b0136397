package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.bytes;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import org.junit.jupiter.api.Test;

class PopulationTest {
    @Test
    void fillsAFileSystemFromAnImage() throws Exception {
        Files.run(f -> {
            VfsComponent.Tmpfs image = f.component.tmpfs();
            Population p = image.population();
            byte[] data = bytes("....the content" + "x".repeat(9000));
            int[] reads = new int[1];
            ImageSource source = (offset, frame, length) -> {
                reads[0]++;
                f.kernel.frames().memory().write(frame, data, (int) offset, length);
            };
            p.directory("/", 0755, 0, 0, 1);
            p.directory("/usr", 0755, 0, 0, 5);
            p.directory("/usr/bin", 0711, 1, 2, 6);
            p.file("/usr/bin/tool", 04755, 3, 4, 7, 9011, source, 4);
            p.symlink("/bin", 0, 0, 8, "usr/bin");
            p.link("/usr/bin/other", "/usr/bin/tool");
            p.special("/usr/fifo", FileMode.S_IFIFO | 0600, 0, 0, 9, 0);
            p.file("/usr/text", 0644, 0, 0, 10, bytes("inline"));
            p.file("/usr/text", 0600, 0, 0, 11, bytes("again"));
            f.vfs.mkdirat(f.client, CWD, "/image", 0755);
            f.component.mount(image.fileSystem(), "image", "/image", 0);
            f.vfs.chroot(f.client, "/image");
            Attributes tool = f.stat("/bin/tool");
            assertThat(tool.mode()).isEqualTo(0104755);
            assertThat(tool.size()).isEqualTo(9011);
            assertThat(tool.blocks()).isEqualTo(24);
            assertThat(tool.links()).isEqualTo(2);
            assertThat(tool.modified()).isEqualTo(7);
            assertThat(f.stat("/usr/bin").mode()).isEqualTo(040711);
            assertThat(f.stat("/usr/bin").modified()).isEqualTo(6);
            assertThat(f.stat("/").links()).isEqualTo(3);
            assertThat(reads[0]).isZero();
            assertThat(f.content("/usr/bin/other")).startsWith("the contentxxx").hasSize(9011);
            assertThat(reads[0]).isEqualTo(3);
            assertThat(f.content("/usr/text")).isEqualTo("again");
            expect(Errno.ENOENT, () -> p.file("/no/parent", 0, 0, 0, 0, bytes("")));
        });
    }

    @Test
    void truncationForgetsTheImage() throws Exception {
        Files.run(f -> {
            VfsComponent.Tmpfs image = f.component.tmpfs();
            byte[] data = bytes("x".repeat(10000));
            image.population().file("/f", 0644, 0, 0, 1, data);
            f.vfs.mkdirat(f.client, CWD, "/image", 0755);
            f.component.mount(image.fileSystem(), "image", "/image", 0);
            f.vfs.truncate(f.client, "/image/f", 5000);
            f.vfs.truncate(f.client, "/image/f", 12000);
            assertThat(f.content("/image/f")).isEqualTo("x".repeat(5000) + "\0".repeat(7000));
            int fd = f.open("/image/f", Fcntl.O_RDWR);
            f.vfs.fallocate(f.client, fd, 3, 0, 4096);
            assertThat(f.read(fd, 5001)).isEqualTo("\0".repeat(4096) + "x".repeat(904) + "\0");
        });
    }

    @Test
    void survivesRemovalWhileMapped() throws Exception {
        Files.run(f -> {
            VfsComponent.Tmpfs image = f.component.tmpfs();
            image.population().file("/f", 0644, 0, 0, 1, bytes("still mapped"));
            f.vfs.mkdirat(f.client, CWD, "/image", 0755);
            f.component.mount(image.fileSystem(), "image", "/image", 0);
            int fd = f.open("/image/f", 0);
            var object = f.kernel.objects().find(f.vfs.map(f.client, fd, 1, false, 0, 4096).object());
            object.retain();
            f.vfs.close(f.client, fd);
            f.vfs.unlinkat(f.client, CWD, "/image/f", 0);
            byte[] seen = new byte[12];
            f.kernel.frames().memory().read(object.frame(0), seen, 0, 12);
            assertThat(Files.text(seen)).isEqualTo("still mapped");
            object.release();
        });
    }
}
