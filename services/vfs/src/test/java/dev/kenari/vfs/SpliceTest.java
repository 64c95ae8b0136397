package dev.kenari.vfs;

import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import org.junit.jupiter.api.Test;

class SpliceTest {
    private static final int NONBLOCK = 2;

    @Test
    void movesBetweenFilesAndPipes() throws Exception {
        Files.run(f -> {
            f.make("/a", "0123456789");
            int in = f.open("/a", Fcntl.O_RDONLY);
            int out = f.open("/b", Fcntl.O_CREAT | Fcntl.O_WRONLY);
            int[] pipe = f.component.channels().pipe(f.client, 0);
            assertThat(f.vfs.splice(f.client, in, 2, pipe[1], -1, 5, 0)).isEqualTo(5);
            assertThat(f.vfs.splice(f.client, pipe[0], -1, out, -1, 3, 0)).isEqualTo(3);
            assertThat(f.content("/b")).isEqualTo("234");
            assertThat(f.vfs.splice(f.client, pipe[0], -1, out, 10, 100, 0)).isEqualTo(2);
            assertThat(f.content("/b")).isEqualTo("234" + "\0".repeat(7) + "56");
            expect(Errno.EAGAIN, () -> f.vfs.splice(f.client, pipe[0], -1, out, -1, 1, NONBLOCK));
            f.vfs.close(f.client, pipe[1]);
            assertThat(f.vfs.splice(f.client, pipe[0], -1, out, -1, 1, 0)).isZero();
            expect(Errno.EINVAL, () -> f.vfs.splice(f.client, in, -1, out, -1, 1, 0));
            expect(Errno.ESPIPE, () -> f.vfs.splice(f.client, pipe[0], 0, out, -1, 1, 0));
        });
    }

    @Test
    void takesFromAPipeOnlyWhatTheOtherTakes() throws Exception {
        Files.run(f -> {
            int[] full = f.component.channels().pipe(f.client, 0);
            int[] from = f.component.channels().pipe(f.client, 0);
            f.write(full[1], "x".repeat(65536 - 3));
            f.write(from[1], "abcdef");
            assertThat(f.vfs.splice(f.client, from[0], -1, full[1], -1, 100, 0)).isEqualTo(3);
            expect(Errno.EAGAIN, () -> f.vfs.splice(f.client, from[0], -1, full[1], -1, 100, NONBLOCK));
            assertThat(f.read(from[0], 10)).isEqualTo("def");
            assertThat(f.read(full[0], 1 << 17)).endsWith("xabc");
        });
    }

    @Test
    void teeLeavesTheBytes() throws Exception {
        Files.run(f -> {
            int[] a = f.component.channels().pipe(f.client, 0);
            int[] b = f.component.channels().pipe(f.client, 0);
            f.write(a[1], "twice");
            assertThat(f.vfs.tee(f.client, a[0], b[1], 100, 0)).isEqualTo(5);
            assertThat(f.read(a[0], 10)).isEqualTo("twice");
            assertThat(f.read(b[0], 10)).isEqualTo("twice");
            expect(Errno.EINVAL, () -> f.vfs.tee(f.client, a[0], a[1], 1, 0));
            expect(Errno.EINVAL, () -> f.vfs.tee(f.client, a[0], f.open("/x", Fcntl.O_CREAT | 1), 1, 0));
        });
    }

    @Test
    void aFailingReceiverLosesNothing() throws Exception {
        Files.run(f -> {
            int[] pipe = f.component.channels().pipe(f.client, 0);
            f.write(pipe[1], "kept");
            int full = f.open("/dev/full", Fcntl.O_WRONLY);
            expect(Errno.ENOSPC, () -> f.vfs.splice(f.client, pipe[0], -1, full, -1, 100, 0));
            assertThat(f.read(pipe[0], 10)).isEqualTo("kept");
        });
    }
}
