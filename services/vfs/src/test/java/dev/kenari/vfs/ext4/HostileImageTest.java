package dev.kenari.vfs.ext4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.harness.KernelHarness;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.machine.disk.MemoryDisk;
import dev.kenari.vfs.DirectoryEntry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Damaged and hostile file systems end in an error, never in a Java exception or a hang. Bytes of all kinds of metadata are changed by seed,
 * with checksums on (accidents) and off (malice, which would mend them). {@code -Dkenari.fuzz.rounds=N -Dkenari.seed=S}.
 */
@Tag("slow")
class HostileImageTest {
    private static final int ROUNDS = Integer.getInteger("kenari.fuzz.rounds", 150);
    private static final long SEED = Long.getLong("kenari.seed", 1);
    private static final int SIZE = 4 << 20;
    /** What Linux says of such disks, and what is always possible. */
    private static final Set<Errno> HONEST = Set.of(
            Errno.EUCLEAN, Errno.EBADMSG, Errno.EIO, Errno.EINVAL, Errno.EROFS, Errno.ENOSPC, Errno.EOPNOTSUPP,
            Errno.ENOENT, Errno.EFBIG, Errno.ENOTDIR, Errno.EISDIR, Errno.EEXIST, Errno.ENOTEMPTY, Errno.EMLINK,
            Errno.ENODATA, Errno.ENAMETOOLONG, Errno.ENOMEM, Errno.ELOOP);

    private int mounted;
    private int refused;

    @BeforeEach
    void tools() {
        E2fsprogs.assumePresent();
    }

    private static void fill(Mounted m) throws Errno {
        m.mkdir("/d");
        for (int i = 0; i < 120; i++) {
            m.write("/d/a rather long name of a file " + i, "content " + i);
        }
        long node = m.create("/pieces");
        for (int i = 0; i < 30; i++) {
            m.write(node, i * 8192L, new byte[1000]);
        }
        m.fs.setExtendedAttribute(node, "user.a", new byte[10], 0);
        m.fs.setExtendedAttribute(node, "user.b", new byte[600], 0);
        m.make("/link", FileMode.S_IFLNK | 0777, "d/" + "x".repeat(100));
    }

    /** The blocks in use hold the metadata that matters: everything but zeroes may be hit. */
    private static List<Integer> interesting(byte[] image, int blockSize) {
        List<Integer> blocks = new ArrayList<>();
        for (int block = 0; block < image.length / blockSize; block++) {
            for (int i = block * blockSize; i < (block + 1) * blockSize; i++) {
                if (image[i] != 0) {
                    blocks.add(block);
                    break;
                }
            }
        }
        return blocks;
    }

    private static byte[] image(MemoryDisk disk) {
        byte[] bytes = new byte[SIZE];
        disk.read(0, ByteBuffer.wrap(bytes));
        return bytes;
    }

    private static byte value(Random random, byte old) {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> (byte) 0xFF;
            case 2 -> (byte) (old ^ 1 << random.nextInt(8));
            default -> (byte) random.nextInt();
        };
    }

    /** Everything that can be done with a tree. */
    private static void use(Kernel kernel, MemoryDisk disk, boolean readOnly) throws Exception {
        Mounted m = Mounted.open(kernel, disk, readOnly, "errors=continue");
        attempt(() -> walk(m, m.fs.root().node(), 0));
        if (!readOnly) {
            attempt(() -> m.write("/new file", "new content"));
            attempt(() -> m.mkdir("/d/new directory"));
            attempt(() -> m.write(m.node("/pieces"), 12_000, new byte[9000]));
            attempt(() -> m.truncate("/pieces", 5000));
            attempt(() -> m.rename("/d/a rather long name of a file 7", "/moved", 0));
            attempt(() -> m.unlink("/link"));
            for (int i = 10; i < 20; i++) {
                String name = "/d/a rather long name of a file " + i;
                attempt(() -> m.unlink(name));
            }
            attempt(() -> m.fs.setExtendedAttribute(m.node("/pieces"), "user.c", new byte[300], 0));
            attempt(() -> m.unlink("/pieces"));
            attempt(() -> m.fs.sync());
        }
        m.fs.unmount();
    }

    @FunctionalInterface
    private interface Attempt {
        void run() throws Errno;
    }

    private static void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (Errno e) {
            assertThat(HONEST.contains(e)).as("%s", e.toString()).isTrue();
        }
    }

    private static void walk(Mounted m, long directory, int depth) throws Errno {
        long cookie = 0;
        for (int calls = 0; calls < 50; calls++) {
            List<DirectoryEntry> entries = m.fs.readDirectory(directory, cookie, 20);
            if (entries.isEmpty()) {
                return;
            }
            cookie = entries.getLast().cookie();
            for (DirectoryEntry entry : entries) {
                attempt(() -> visit(m, directory, entry.name(), depth));
            }
        }
    }

    private static void visit(Mounted m, long directory, String name, int depth) throws Errno {
        var found = m.fs.lookup(directory, name);
        attempt(() -> m.fs.extendedAttributes(found.node()));
        int mode = found.attributes().mode();
        if (FileMode.isDirectory(mode) && depth < 4) {
            walk(m, found.node(), depth + 1);
        } else if (FileMode.isSymlink(mode)) {
            m.fs.readlink(found.node());
        } else if (FileMode.isRegular(mode) && found.attributes().size() < 1 << 20) {
            m.content(found.node());
        }
    }

    private void fuzz(MemoryDisk start, int blockSize) throws Exception {
        byte[] clean = image(start);
        List<Integer> blocks = interesting(clean, blockSize);
        for (int from = 0; from < ROUNDS; from += 10) {
            int first = from;
            KernelHarness.inKernel(kernel -> {
                for (int round = first; round < Math.min(ROUNDS, first + 10); round++) {
                    round(kernel, clean, blocks, blockSize, SEED * 100_000 + round);
                    new WaitQueue().sleep(kernel.timers().now() + 1);
                }
            });
        }
        System.out.println("hostile images: " + mounted + " mounted, " + refused + " refused, seed " + SEED);
        assertThat(mounted).isPositive();
    }

    private void round(Kernel kernel, byte[] clean, List<Integer> blocks, int blockSize, long seed) {
        Random random = new Random(seed);
        byte[] bytes = clean.clone();
        for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
            // The superblock, descriptors, bitmaps and inodes come first and are small: most changes are for them.
            int block = switch (random.nextInt(4)) {
                case 0 -> 1 + random.nextInt(2);
                case 1 -> random.nextInt(90);
                default -> blocks.get(random.nextInt(blocks.size()));
            };
            int at = block * blockSize + (random.nextBoolean() ? random.nextInt(blockSize) : random.nextInt(64));
            for (int i = 0; i < 1 + random.nextInt(4) && at + i < SIZE; i++) {
                bytes[at + i] = value(random, bytes[at + i]);
            }
        }
        MemoryDisk disk = new MemoryDisk(SIZE);
        disk.write(0, ByteBuffer.wrap(bytes));
        try {
            use(kernel, disk, random.nextInt(3) == 0);
            mounted++;
        } catch (Errno e) {
            refused++;
            assertThat(HONEST.contains(e)).as("seed %d: %s", seed, e.toString()).isTrue();
        } catch (Exception e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static MemoryDisk filled(String... options) throws Exception {
        MemoryDisk disk = E2fsprogs.make(SIZE, options);
        Mounted.run(disk, false, HostileImageTest::fill);
        return disk;
    }

    @Test
    void maliceIsSurvived() throws Exception {
        fuzz(filled("-b", "1024", "-O", "^metadata_csum_seed,^metadata_csum,^orphan_file"), 1024);
    }

    @Test
    void accidentsAreNoticed() throws Exception {
        fuzz(filled("-b", "1024"), 1024);
    }

    /** A journal that has something to replay, damaged. */
    @Test
    void damagedJournalsAreSurvived() throws Exception {
        MemoryDisk start = E2fsprogs.make(SIZE, "-b", "1024");
        MemoryDisk[] dirty = new MemoryDisk[1];
        Mounted.run(start, false, m -> {
            fill(m);
            m.fs.sync();
            dirty[0] = start.copy();
        });
        String list = E2fsprogs.debugfs(start, "blocks <8>");
        List<Integer> journal = java.util.Arrays.stream(list.substring(list.indexOf('\n')).trim().split(" +"))
                .map(Integer::valueOf)
                .limit(200)
                .toList();
        byte[] clean = image(dirty[0]);
        for (int from = 0; from < ROUNDS; from += 10) {
            int first = from;
            KernelHarness.inKernel(kernel -> {
                for (int i = first; i < first + 10; i++) {
                    round(kernel, clean, journal, 1024, SEED * 100_000 + i);
                    new WaitQueue().sleep(kernel.timers().now() + 1);
                }
            });
        }
        assertThat(mounted).isPositive();
    }
}
