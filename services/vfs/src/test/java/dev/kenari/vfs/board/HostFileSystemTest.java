package dev.kenari.vfs.board;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.drivers.harness.DriversHarness;
import dev.kenari.kernel.component.Assembler;
import dev.kenari.kernel.component.MarshallingConnector;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.machine.BoardConfiguration;
import dev.kenari.machine.HostShare;
import dev.kenari.vfs.BoardFiles;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.Files;
import dev.kenari.vfs.MappedFile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A share mounted on /mnt, down to the host's directory and back. */
final class HostFileSystemTest {
    private static final int USER = 1000;

    @TempDir
    Path directory;

    private Path share;

    @BeforeEach
    void makeShare() throws Exception {
        share = java.nio.file.Files.createDirectory(directory.resolve("share"));
        java.nio.file.Files.writeString(directory.resolve("secret"), "secret");
    }

    private void run(boolean readOnly, Files.Body body) throws Exception {
        BoardConfiguration board = DriversHarness.board().withShare(new HostShare("t", share, readOnly));
        DriversHarness.run(board, (kernel, drivers) -> {
            MarshallingConnector connector = new MarshallingConnector();
            dev.kenari.drivers.HostShare driver =
                    connector.connect(dev.kenari.drivers.HostShare.class, drivers.shares().get("t"));
            Files.in(kernel, connector, f -> {
                f.vfs.mkdirat(f.client, CWD, "/mnt", 0755);
                FileSystem fileSystem = connector.connect(
                        FileSystem.class, BoardFiles.share(Assembler.inKernel(kernel), "t", driver, readOnly, USER, USER));
                f.component.mount(fileSystem, "t", "/mnt", 0);
                body.run(f);
            });
        });
    }

    @Test
    void whatTheGuestWritesTheHostHas() throws Exception {
        run(false, f -> {
            f.vfs.mkdirat(f.client, CWD, "/mnt/d", 0755);
            f.make("/mnt/d/file", "from the guest");
            int fd = f.open("/mnt/d/file", Fcntl.O_WRONLY | Fcntl.O_APPEND);
            f.write(fd, ", twice");
            f.vfs.fsync(f.client, fd, false);
            f.vfs.close(f.client, fd);
            assertThat(f.content("/mnt/d/file")).isEqualTo("from the guest, twice");
            assertThat(f.stat("/mnt/d/file").uid()).isEqualTo(USER);
            f.vfs.renameat2(f.client, CWD, "/mnt/d/file", CWD, "/mnt/moved", 0);
            expect(Errno.ENOENT, () -> f.stat("/mnt/d/file"));
            f.vfs.truncate(f.client, "/mnt/moved", 4);
            expect(Errno.EXDEV, () -> f.vfs.renameat2(f.client, CWD, "/mnt/moved", CWD, "/moved", 0));
            expect(Errno.EPERM, () -> f.vfs.linkat(f.client, CWD, "/mnt/moved", CWD, "/mnt/hard", 0));
            expect(Errno.EPERM, () -> f.vfs.fchownat(f.client, CWD, "/mnt/moved", 5, 5, 0));
            f.vfs.fchownat(f.client, CWD, "/mnt/moved", USER, USER, 0);
        });
        assertThat(share.resolve("moved")).hasContent("from");
        assertThat(share.resolve("d")).isEmptyDirectory();
    }

    @Test
    void whatTheHostChangesTheGuestSees() throws Exception {
        Path file = java.nio.file.Files.writeString(share.resolve("f"), "one");
        run(false, f -> {
            assertThat(f.content("/mnt/f")).isEqualTo("one");
            expect(Errno.ENOENT, () -> f.stat("/mnt/new"));
            java.nio.file.Files.writeString(file, "longer");
            java.nio.file.Files.writeString(share.resolve("new"), "");
            assertThat(f.stat("/mnt/f").size()).isEqualTo(6);
            assertThat(f.content("/mnt/f")).isEqualTo("longer");
            assertThat(f.list("/mnt")).containsExactlyInAnyOrder(".", "..", "f", "new");
            java.nio.file.Files.delete(file);
            expect(Errno.ENOENT, () -> f.open("/mnt/f", 0));
        });
    }

    @Test
    void listsManyEntriesOnce() throws Exception {
        for (int i = 0; i < 700; i++) {
            java.nio.file.Files.createFile(share.resolve("entry-number-" + i));
        }
        run(true, f -> assertThat(f.list("/mnt")).hasSize(702).doesNotHaveDuplicates());
    }

    @Test
    void linksAreResolvedInTheGuestsTree() throws Exception {
        java.nio.file.Files.createSymbolicLink(share.resolve("up"), Path.of("../secret"));
        java.nio.file.Files.createSymbolicLink(share.resolve("abs"), directory.resolve("secret"));
        run(false, f -> {
            expect(Errno.ENOENT, () -> f.content("/mnt/up"));
            f.make("/secret", "the guest's own");
            assertThat(f.content("/mnt/up")).isEqualTo("the guest's own");
            expect(Errno.ENOENT, () -> f.content("/mnt/abs"));
            expect(Errno.ENOENT, () -> f.content("/mnt/../mnt/../share/secret"));
            f.vfs.symlinkat(f.client, "/secret", CWD, "/mnt/mine");
            assertThat(f.content("/mnt/mine")).isEqualTo("the guest's own");
        });
        assertThat(directory.resolve("secret")).hasContent("secret");
    }

    @Test
    void aReadOnlyShareIsErofs() throws Exception {
        java.nio.file.Files.writeString(share.resolve("f"), "one");
        run(true, f -> {
            assertThat(f.content("/mnt/f")).isEqualTo("one");
            expect(Errno.EROFS, () -> f.open("/mnt/f", Fcntl.O_WRONLY));
            expect(Errno.EROFS, () -> f.open("/mnt/g", Fcntl.O_CREAT | Fcntl.O_WRONLY));
            expect(Errno.EROFS, () -> f.vfs.unlinkat(f.client, CWD, "/mnt/f", 0));
            expect(Errno.EROFS, () -> f.vfs.mkdirat(f.client, CWD, "/mnt/d", 0755));
            expect(Errno.EROFS, () -> f.vfs.fchmodat(f.client, CWD, "/mnt/f", 0600, 0));
        });
        assertThat(share.resolve("f")).hasContent("one");
    }

    @Test
    void filesCanBeMappedButNotWrittenThrough() throws Exception {
        java.nio.file.Files.writeString(share.resolve("f"), "x".repeat(4096) + "second page");
        run(false, f -> {
            int fd = f.open("/mnt/f", Fcntl.O_RDWR);
            expect(Errno.ENODEV, () -> f.vfs.map(f.client, fd, Vma.READ | Vma.WRITE, true, 0, 8192));
            MappedFile mapped = f.vfs.map(f.client, fd, Vma.READ, false, 0, 8192);
            assertThat(mapped.maxProtection() & Vma.WRITE).as("private copies may be written").isNotZero();
            MemoryObject object = f.kernel.objects().find(mapped.object());
            assertThat(page(f, object, 1)).startsWith("second page\0");
            f.vfs.writeBytes(f.client, fd, Files.bytes("SECOND"), 4096);
            assertThat(page(f, object, 1)).startsWith("SECOND page\0");
            f.vfs.close(f.client, fd);
        });
    }

    @Test
    void whatIsMappedAgainIsReadAgainIfTheHostMayHaveChangedIt() throws Exception {
        Path file = java.nio.file.Files.writeString(share.resolve("f"), "one");
        run(false, f -> {
            int fd = f.open("/mnt/f", Fcntl.O_RDONLY);
            assertThat(page(f, map(f, fd), 0)).startsWith("one\0");
            // Within the same step of the host's clock, perhaps.
            java.nio.file.Files.writeString(file, "two");
            assertThat(page(f, map(f, fd), 0)).startsWith("two\0");
            new WaitQueue().sleepUninterruptibly(f.kernel.timers().now() + 2_500_000_000L);
            assertThat(page(f, map(f, fd), 0)).startsWith("two\0");
            assertThat(map(f, fd).resident(0)).isTrue();
            java.nio.file.Files.writeString(file, "six");
            MemoryObject changed = map(f, fd);
            assertThat(changed.resident(0)).isFalse();
            assertThat(page(f, changed, 0)).startsWith("six\0");
            f.vfs.close(f.client, fd);
        });
    }

    private static MemoryObject map(Files f, int fd) throws Errno {
        return f.kernel.objects().find(f.vfs.map(f.client, fd, Vma.READ, false, 0, 4096).object());
    }

    private static String page(Files f, MemoryObject object, long index) throws Errno {
        byte[] bytes = new byte[20];
        f.kernel.frames().memory().read(object.frame(index), bytes, 0, bytes.length);
        return Files.text(bytes);
    }

    @Test
    void statfsTellsOfTheHost() throws Exception {
        run(false, f -> assertThat(f.vfs.statfs(f.client, "/mnt").blocks()).isPositive());
    }
}
