package dev.kenari.vfs.ext4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.machine.disk.MemoryDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is there after the next mount, and for the host's e2fsck and debugfs. */
@Tag("slow")
class WritingTest {
    private static final long SIZE = 32 << 20;

    @BeforeEach
    void tools() {
        E2fsprogs.assumePresent();
    }

    /** Runs {@code first}, checks the disk, and runs {@code then} on it, mounted again. */
    private static MemoryDisk twice(MemoryDisk disk, Mounted.Body first, Mounted.Body then) throws Exception {
        Mounted.run(disk, false, first);
        assertThat(E2fsprogs.check(disk)).isEmpty();
        Mounted.run(disk, false, then);
        assertThat(E2fsprogs.check(disk)).isEmpty();
        return disk;
    }

    private static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void leavesACleanFileSystemWhenNothingHappened() throws Exception {
        Mounted.Body nothing = m -> {};
        twice(E2fsprogs.make(SIZE), nothing, nothing);
    }

    @Test
    void keepsNamesOfAllKinds() throws Exception {
        twice(
                E2fsprogs.make(SIZE),
                m -> {
                    m.mkdir("/d");
                    m.mkdir("/d/e");
                    m.write("/d/file", "content");
                    m.link("/d/file", "/d/e/other");
                    m.make("/short", FileMode.S_IFLNK | 0777, "d/file");
                    m.make("/long", FileMode.S_IFLNK | 0777, "y".repeat(300));
                    m.make("/fifo", FileMode.S_IFIFO | 0600, null);
                    m.fs.make(m.node("/"), "null", FileMode.S_IFCHR | 0666, 1, 2, 0x103, null, Mounted.NOW);
                    m.fs.make(m.node("/"), "big", FileMode.S_IFBLK | 0666, 100_000, 200_000, 0x12_3004_2001L, null, Mounted.NOW);
                },
                m -> {
                    assertThat(m.text("/d/e/other")).isEqualTo("content");
                    assertThat(m.stat("/d/file").links()).isEqualTo(2);
                    assertThat(m.stat("/d/file").born()).isEqualTo(Mounted.NOW);
                    assertThat(m.fs.readlink(m.node("/short")).path()).isEqualTo("d/file");
                    assertThat(m.fs.readlink(m.node("/long")).path()).isEqualTo("y".repeat(300));
                    assertThat(m.stat("/null").rdev()).isEqualTo(0x103);
                    assertThat(m.stat("/null").gid()).isEqualTo(2);
                    assertThat(m.stat("/big").uid()).isEqualTo(100_000);
                    assertThat(m.stat("/big").gid()).isEqualTo(200_000);
                    assertThat(m.list("/")).contains("d", "short", "long", "fifo", "null", "big", "lost+found");
                    assertThat(m.stat("/d").links()).isEqualTo(3);
                    m.unlink("/d/e/other");
                    m.unlink("/d/file");
                    m.rmdir("/d/e");
                    assertThat(catchThrowable(() -> m.rmdir("/d/none"))).isSameAs(Errno.ENOENT);
                    m.unlink("/long");
                    assertThat(m.list("/d")).isEmpty();
                });
    }

    @Test
    void contentIsWhatDebugfsSees() throws Exception {
        byte[] content = bytes(3, 1_234_567);
        MemoryDisk disk = E2fsprogs.make(SIZE);
        Mounted.run(disk, false, m -> {
            m.mkdir("/sub");
            m.write(m.create("/sub/file"), 0, content);
        });
        assertThat(E2fsprogs.check(disk)).isEmpty();
        assertThat(E2fsprogs.dump(disk, "/sub/file")).isEqualTo(content);
    }

    @Test
    void directoriesGrowIntoTreesAndShrink() throws Exception {
        for (String blockSize : List.of("1024", "4096")) {
            int count = blockSize.equals("1024") ? 4000 : 3000;
            twice(
                    E2fsprogs.make(SIZE, "-b", blockSize, "-N", "8192"),
                    m -> {
                        m.mkdir("/d");
                        for (int i = 0; i < count; i++) {
                            m.create("/d/a name of some length, so that blocks fill " + i);
                        }
                    },
                    m -> {
                        assertThat(m.list("/d")).hasSize(count).doesNotHaveDuplicates();
                        for (int i = 0; i < count; i += 2) {
                            m.unlink("/d/a name of some length, so that blocks fill " + i);
                        }
                        assertThat(m.list("/d")).hasSize(count / 2);
                        assertThat(m.exists("/d/a name of some length, so that blocks fill 7")).isTrue();
                        assertThat(m.exists("/d/a name of some length, so that blocks fill 8")).isFalse();
                        for (int i = 1; i < count; i += 2) {
                            m.unlink("/d/a name of some length, so that blocks fill " + i);
                        }
                        m.rmdir("/d");
                    });
        }
    }

    @Test
    void filesInPiecesNeedDeepTrees() throws Exception {
        int pieces = 1200;
        twice(
                E2fsprogs.make(SIZE, "-b", "1024"),
                m -> {
                    long node = m.create("/f");
                    List<Integer> order = new ArrayList<>();
                    for (int i = 0; i < pieces; i++) {
                        order.add(i);
                    }
                    java.util.Collections.shuffle(order, new Random(4));
                    for (int i : order) {
                        m.write(node, i * 8192L, bytes(i, 1024));
                        if (i % 16 == 0) {
                            m.fs.fsync(node, false);
                        }
                    }
                },
                m -> {
                    byte[] all = m.read("/f");
                    assertThat(all).hasSize((pieces - 1) * 8192 + 1024);
                    for (int i = 0; i < pieces; i++) {
                        assertThat(Arrays.copyOfRange(all, i * 8192, i * 8192 + 1024)).isEqualTo(bytes(i, 1024));
                        if (i > 0) {
                            assertThat(Arrays.copyOfRange(all, i * 8192 - 7168, i * 8192)).containsOnly(0);
                        }
                    }
                    m.truncate("/f", 3_000_000);
                    m.truncate("/f", 100);
                    m.truncate("/f", 10_000);
                    byte[] rest = m.read("/f");
                    assertThat(Arrays.copyOf(rest, 100)).isEqualTo(Arrays.copyOf(bytes(0, 1024), 100));
                    assertThat(Arrays.copyOfRange(rest, 100, 10_000)).containsOnly(0);
                });
    }

    /** e2fsck also says which trees could be shorter, as Linux's are. */
    @Test
    void treesShrinkWithTheirFiles() throws Exception {
        int pieces = 700;
        twice(
                E2fsprogs.make(SIZE, "-b", "1024"),
                m -> {
                    long node = m.create("/f");
                    for (int i = 0; i < pieces; i++) {
                        m.write(node, i * 8192L, bytes(i, 1024));
                    }
                    m.fsync("/f");
                    long before = m.fs.status().freeBlocks();
                    for (int i = 0; i < pieces; i++) {
                        if (i % 300 != 7) {
                            m.allocate("/f", Fcntl.FALLOC_FL_PUNCH_HOLE | Fcntl.FALLOC_FL_KEEP_SIZE, i * 8192L, 4096);
                        }
                    }
                    // Three pages are left, whose extents fit into the inode.
                    assertThat(m.fs.attributes(node).blocks()).isEqualTo(3 * 4096 / 512);
                    assertThat(m.fs.status().freeBlocks()).isGreaterThan(before + (pieces - 4) * 4);
                },
                m -> {
                    byte[] all = m.read("/f");
                    for (int i = 0; i < pieces; i++) {
                        byte[] piece = Arrays.copyOfRange(all, i * 8192, i * 8192 + 1024);
                        assertThat(piece).isEqualTo(i % 300 == 7 ? bytes(i, 1024) : new byte[1024]);
                    }
                });
    }

    @Test
    void holesAndReservedSpaceReadAsZeroes() throws Exception {
        byte[] content = bytes(9, 400_000);
        twice(
                E2fsprogs.make(SIZE, "-b", "4096"),
                m -> {
                    m.write(m.create("/f"), 0, content);
                    m.fsync("/f");
                    long before = m.fs.status().freeBlocks();
                    m.allocate("/f", Fcntl.FALLOC_FL_PUNCH_HOLE | Fcntl.FALLOC_FL_KEEP_SIZE, 40_960, 81_920);
                    assertThat(m.fs.status().freeBlocks()).isEqualTo(before + 20);
                    m.allocate("/f", Fcntl.FALLOC_FL_ZERO_RANGE, 204_800, 40_960);
                    assertThat(m.fs.nextHole(m.node("/f"), 0)).isEqualTo(40_960);
                    assertThat(m.fs.nextData(m.node("/f"), 50_000)).isEqualTo(122_880);
                    m.create("/g");
                    m.allocate("/g", 0, 0, 1_000_000);
                    assertThat(m.stat("/g").size()).isEqualTo(1_000_000);
                    assertThat(m.stat("/g").blocks()).isGreaterThanOrEqualTo(1952);
                    m.write(m.node("/g"), 500_000, bytes(1, 5000));
                },
                m -> {
                    byte[] expected = content.clone();
                    Arrays.fill(expected, 40_960, 122_880, (byte) 0);
                    Arrays.fill(expected, 204_800, 245_760, (byte) 0);
                    assertThat(m.read("/f")).isEqualTo(expected);
                    byte[] other = new byte[1_000_000];
                    System.arraycopy(bytes(1, 5000), 0, other, 500_000, 5000);
                    assertThat(m.read("/g")).isEqualTo(other);
                });
    }

    @Test
    void extendedAttributesLiveInInodesAndBlocks() throws Exception {
        byte[] large = bytes(5, 2000);
        byte[] acl = {2, 0, 0, 0, 1, 0, 6, 0, -1, -1, -1, -1, 2, 0, 4, 0, 10, 0, 0, 0, 4, 0, 4, 0, -1, -1, -1, -1,
            16, 0, 4, 0, -1, -1, -1, -1, 32, 0, 4, 0, -1, -1, -1, -1};
        twice(
                E2fsprogs.make(SIZE, "-b", "4096"),
                m -> {
                    long node = m.create("/f");
                    m.fs.setExtendedAttribute(node, "user.small", new byte[] {1, 2, 3}, 0);
                    m.fs.setExtendedAttribute(node, "user.large", large, 1);
                    m.fs.setExtendedAttribute(node, "trusted.empty", new byte[0], 0);
                    m.fs.setExtendedAttribute(node, "system.posix_acl_access", acl, 0);
                    assertThat(catchThrowable(() -> m.fs.setExtendedAttribute(node, "user.small", large, 1)))
                            .isSameAs(Errno.EEXIST);
                    assertThat(catchThrowable(() -> m.fs.setExtendedAttribute(node, "user.none", large, 2)))
                            .isSameAs(Errno.ENODATA);
                    assertThat(catchThrowable(() -> m.fs.setExtendedAttribute(node, "user.huge", bytes(1, 5000), 0)))
                            .isSameAs(Errno.ENOSPC);
                },
                m -> {
                    long node = m.node("/f");
                    assertThat(m.fs.extendedAttributes(node))
                            .containsExactlyInAnyOrder(
                                    "user.small", "user.large", "trusted.empty", "system.posix_acl_access");
                    assertThat(m.fs.getExtendedAttribute(node, "user.large")).isEqualTo(large);
                    assertThat(m.fs.getExtendedAttribute(node, "user.small")).containsExactly(1, 2, 3);
                    assertThat(m.fs.getExtendedAttribute(node, "system.posix_acl_access")).isEqualTo(acl);
                    m.fs.removeExtendedAttribute(node, "user.large");
                    assertThat(catchThrowable(() -> m.fs.getExtendedAttribute(node, "user.large")))
                            .isSameAs(Errno.ENODATA);
                    m.unlink("/f");
                });
    }

    @Test
    void renameReplacesExchangesAndMovesDirectories() throws Exception {
        twice(
                E2fsprogs.make(SIZE),
                m -> {
                    m.mkdir("/a");
                    m.mkdir("/b");
                    m.mkdir("/a/sub");
                    m.write("/a/x", "x");
                    m.write("/b/y", "y");
                    m.rename("/a/x", "/b/y", 0);
                    assertThat(catchThrowable(() -> m.rename("/a/sub", "/b/y", Fcntl.RENAME_NOREPLACE))).isSameAs(Errno.EEXIST);
                    m.rename("/a/sub", "/b/moved", 0);
                    m.write("/a/x", "again");
                    m.rename("/a/x", "/b/moved", Fcntl.RENAME_EXCHANGE);
                    m.mkdir("/b/empty");
                    m.rename("/a", "/b/empty", 0);
                },
                m -> {
                    assertThat(m.list("/")).containsExactlyInAnyOrder("b", "lost+found");
                    assertThat(m.list("/b")).containsExactlyInAnyOrder("y", "moved", "empty");
                    assertThat(m.text("/b/y")).isEqualTo("x");
                    assertThat(m.text("/b/moved")).isEqualTo("again");
                    assertThat(m.list("/b/empty")).containsExactly("x");
                    assertThat(m.stat("/b/empty").links()).isEqualTo(3);
                });
    }

    @Test
    void aFullDiskIsEnospcAndGivesBackWhatIsDeleted() throws Exception {
        twice(
                E2fsprogs.make(8 << 20),
                m -> {
                    long free = m.fs.status().freeBlocks();
                    int files = 0;
                    Errno failure = null;
                    while (failure == null) {
                        try {
                            m.write(m.create("/f" + files), 0, bytes(files, 300_000));
                            m.fsync("/f" + files);
                            files++;
                        } catch (Errno e) {
                            failure = e;
                        }
                    }
                    assertThat(failure).isSameAs(Errno.ENOSPC);
                    assertThat(files).isGreaterThan(5);
                    for (int i = 0; i <= files; i++) {
                        m.unlink("/f" + i);
                    }
                    m.fs.sync();
                    assertThat(m.fs.status().freeBlocks()).isGreaterThanOrEqualTo(free - 2);
                    m.write(m.create("/again"), 0, bytes(1, 1_000_000));
                },
                m -> assertThat(m.read("/again")).isEqualTo(bytes(1, 1_000_000)));
    }

    @Test
    void inodesRunOut() throws Exception {
        twice(
                E2fsprogs.make(8 << 20, "-N", "64"),
                m -> {
                    int made = 0;
                    Errno failure = null;
                    while (failure == null) {
                        try {
                            m.create("/f" + made);
                            made++;
                        } catch (Errno e) {
                            failure = e;
                        }
                    }
                    assertThat(failure).isSameAs(Errno.ENOSPC);
                    assertThat(m.fs.status().freeFiles()).isZero();
                },
                m -> m.unlink("/f0"));
    }

    @Test
    void whatChattrMadeImmutableStays() throws Exception {
        MemoryDisk disk = E2fsprogs.make(SIZE);
        Mounted.run(disk, false, m -> m.write("/f", "fixed"));
        Path image = Files.createTempFile("kenari-ext4", ".img");
        try {
            E2fsprogs.save(disk, image);
            E2fsprogs.run(0, "debugfs", "-w", "-R", "set_inode_field /f flags 0x80010", image.toString());
            Mounted.run(E2fsprogs.load(image), false, m -> {
                assertThat(m.text("/f")).isEqualTo("fixed");
                assertThat(catchThrowable(() -> m.unlink("/f"))).isSameAs(Errno.EPERM);
                assertThat(catchThrowable(() -> m.rename("/f", "/g", 0))).isSameAs(Errno.EPERM);
                assertThat(catchThrowable(() -> m.link("/f", "/g"))).isSameAs(Errno.EPERM);
                assertThat(catchThrowable(() -> m.write(m.node("/f"), 0, new byte[1]))).isSameAs(Errno.EPERM);
            });
        } finally {
            Files.delete(image);
        }
    }

    @Test
    void anUnlinkedFileLivesUntilItIsForgotten() throws Exception {
        MemoryDisk disk = E2fsprogs.make(SIZE);
        Mounted.run(disk, false, m -> {
            m.write("/f", "still here");
            long node = m.node("/f");
            long free = m.fs.status().freeFiles();
            m.fs.unlink(m.node("/"), "f", Mounted.NOW);
            assertThat(m.exists("/f")).isFalse();
            assertThat(m.content(node)).isEqualTo("still here".getBytes());
            m.fs.forget(node);
            assertThat(m.fs.status().freeFiles()).isEqualTo(free + 1);
        });
        assertThat(E2fsprogs.check(disk)).isEmpty();
    }

    @Test
    void anUnlinkedFileLivesThroughItsTruncation() throws Exception {
        MemoryDisk disk = E2fsprogs.make(SIZE);
        Mounted.run(disk, false, m -> {
            m.write("/f", "content");
            long node = m.node("/f");
            long free = m.fs.status().freeFiles();
            m.fs.sync();
            m.fs.unlink(m.node("/"), "f", Mounted.NOW);
            m.truncate(node, 0);
            m.write(node, 0, "again".getBytes());
            m.fs.sync();
            assertThat(m.content(node)).isEqualTo("again".getBytes());
            m.fs.forget(node);
            assertThat(m.fs.status().freeFiles()).isEqualTo(free + 1);
        });
        assertThat(E2fsprogs.check(disk)).isEmpty();
    }

    /** A page that was to be written, and with it the size, is cut off. */
    @Test
    void sizesSurviveTruncationOfWhatWasNotWritten() throws Exception {
        twice(
                E2fsprogs.make(SIZE),
                m -> {
                    long node = m.create("/f");
                    m.write(node, 0, bytes(1, 100));
                    m.write(node, 150_000, bytes(2, 20_000));
                    m.truncate(node, 65_536);
                },
                m -> assertThat(m.read("/f")).isEqualTo(Arrays.copyOf(bytes(1, 100), 65_536)));
    }

    /** Of a file in many extents, so that nodes of its tree come and go. */
    @ParameterizedTest
    @ValueSource(ints = {1024, 4096})
    void rangesCollapseAndAreInserted(int blockSize) throws Exception {
        MemoryDisk disk = E2fsprogs.make(SIZE, "-b", "" + blockSize);
        int count = 400;
        byte[] content = bytes(1, count * 4096);
        for (int i = 1; i < count; i += 2) {
            Arrays.fill(content, i * 4096, (i + 1) * 4096, (byte) 0);
        }
        byte[] collapsed = new byte[content.length - 5 * 4096];
        System.arraycopy(content, 0, collapsed, 0, 7 * 4096);
        System.arraycopy(content, 12 * 4096, collapsed, 7 * 4096, content.length - 12 * 4096);
        byte[] inserted = new byte[collapsed.length + 4096];
        System.arraycopy(collapsed, 0, inserted, 0, 100 * 4096);
        System.arraycopy(collapsed, 100 * 4096, inserted, 101 * 4096, collapsed.length - 100 * 4096);
        Mounted.run(disk, false, m -> {
            long node = m.create("/f");
            for (int i = 0; i < count; i += 2) {
                m.write(node, i * 4096L, Arrays.copyOfRange(content, i * 4096, (i + 1) * 4096));
            }
            m.truncate("/f", content.length);
            m.allocate("/f", Fcntl.FALLOC_FL_COLLAPSE_RANGE, 7 * 4096, 5 * 4096);
            assertThat(m.read("/f")).isEqualTo(collapsed);
            m.allocate("/f", Fcntl.FALLOC_FL_INSERT_RANGE, 100 * 4096, 4096);
            assertThat(catchThrowable(() -> m.allocate("/f", Fcntl.FALLOC_FL_COLLAPSE_RANGE, 100, 4096))).isSameAs(Errno.EINVAL);
            assertThat(catchThrowable(() -> m.allocate("/f", Fcntl.FALLOC_FL_COLLAPSE_RANGE, 4096, inserted.length)))
                    .isSameAs(Errno.EINVAL);
        });
        assertThat(E2fsprogs.check(disk)).isEmpty();
        assertThat(E2fsprogs.dump(disk, "/f")).isEqualTo(inserted);
    }

    @Test
    void worksWithoutAJournalToo() throws Exception {
        twice(
                E2fsprogs.make(SIZE, "-O", "^has_journal,^orphan_file"),
                m -> m.write("/f", "content"),
                m -> assertThat(m.text("/f")).isEqualTo("content"));
    }

    @Test
    void theOrphanListWorksWithoutAFile() throws Exception {
        twice(
                E2fsprogs.make(SIZE, "-O", "^orphan_file,^metadata_csum_seed,^metadata_csum,^64bit"),
                m -> {
                    m.write("/a", "a");
                    m.write("/b", "b");
                    m.write("/c", "c");
                    long a = m.node("/a");
                    long b = m.node("/b");
                    long c = m.node("/c");
                    for (String name : List.of("a", "b", "c")) {
                        m.fs.unlink(m.node("/"), name, Mounted.NOW);
                    }
                    m.fs.forget(b);
                    m.fs.forget(c);
                    m.fs.forget(a);
                },
                m -> assertThat(m.list("/")).containsExactly("lost+found"));
    }
}
