package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GetdentsTest {
    @Test
    void listsDotsAndEntriesWithTypes() throws Exception {
        Files.run(f -> {
            f.vfs.mkdirat(f.client, CWD, "/d", 0755);
            f.make("/d/file", "");
            f.vfs.mkdirat(f.client, CWD, "/d/dir", 0755);
            f.vfs.symlinkat(f.client, "x", CWD, "/d/link");
            int fd = f.open("/d", 0);
            List<DirectoryEntry> all = Listing.all(f, fd, 4096);
            assertThat(all).extracting(DirectoryEntry::name).containsExactly(".", "..", "file", "dir", "link");
            assertThat(all).extracting(DirectoryEntry::type).containsExactly(4, 4, 8, 4, 10);
            assertThat(all.get(0).inode()).isEqualTo(f.stat("/d").inode());
            assertThat(all.get(1).inode()).isEqualTo(f.stat("/").inode());
            assertThat(all.get(2).inode()).isEqualTo(f.stat("/d/file").inode());
        });
    }

    @Test
    void goesOnWhereItStopped() throws Exception {
        Files.run(f -> {
            f.vfs.mkdirat(f.client, CWD, "/d", 0755);
            for (int i = 0; i < 700; i++) {
                f.make("/d/file" + i, "");
            }
            int fd = f.open("/d", 0);
            List<DirectoryEntry> few = Listing.some(f, fd, 256);
            List<DirectoryEntry> more = Listing.some(f, fd, 256);
            f.vfs.lseek(f.client, fd, few.getLast().cookie(), Fcntl.SEEK_SET);
            assertThat(Listing.some(f, fd, 256)).isEqualTo(more);
            f.vfs.lseek(f.client, fd, 0, Fcntl.SEEK_SET);
            assertThat(Listing.all(f, fd, 300)).extracting(DirectoryEntry::name).doesNotHaveDuplicates().hasSize(702);
        });
    }

    @Test
    void toleratesRemovalMeanwhile() throws Exception {
        Files.run(f -> {
            f.vfs.mkdirat(f.client, CWD, "/d", 0755);
            for (int i = 0; i < 300; i++) {
                f.make("/d/" + i, "");
            }
            int fd = f.open("/d", 0);
            List<String> seen = new ArrayList<>();
            for (var some = Listing.some(f, fd, 400); !some.isEmpty(); some = Listing.some(f, fd, 400)) {
                for (DirectoryEntry entry : some) {
                    seen.add(entry.name());
                    if (!entry.name().startsWith(".")) {
                        f.vfs.unlinkat(f.client, CWD, "/d/" + entry.name(), 0);
                    }
                }
            }
            assertThat(seen).hasSize(302).doesNotHaveDuplicates();
            f.vfs.unlinkat(f.client, CWD, "/d", Fcntl.AT_REMOVEDIR);
            expect(Errno.ENOENT, () -> Listing.some(f, fd, 4096));
        });
    }

    @Test
    void needsRoomForOneEntry() throws Exception {
        Files.run(f -> {
            f.make("/name-that-is-long", "");
            int fd = f.open("/", 0);
            Listing.some(f, fd, 48 + 24);
            expect(Errno.EINVAL, () -> Listing.some(f, fd, 24));
            int file = f.open("/name-that-is-long", 0);
            expect(Errno.ENOTDIR, () -> Listing.some(f, file, 4096));
        });
    }
}
