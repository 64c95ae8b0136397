package dev.kenari.vfs.ext4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.component.KernelEnvironment;
import dev.kenari.kernel.harness.KernelHarness;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.disk.MemoryDisk;
import dev.kenari.machine.disk.RecordingDisk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Cuts the power at every flush of small workloads, with samples of what had reached the medium: afterwards the file system mounts, the
 * host's e2fsck finds nothing, what fsync(2) promised is there, and no file shows what was never written to it. {@code
 * -Dkenari.crash.workloads=N -Dkenari.crash.samples=M -Dkenari.seed=S} runs more or others; {@code make crash} more than 10,000 states.
 */
@Tag("slow")
class CrashTest {
    private static final int WORKLOADS = Integer.getInteger("kenari.crash.workloads", 6);
    private static final long SEED = Long.getLong("kenari.seed", 1);
    /** States at a flush, at most. */
    private static final int SAMPLES = Integer.getInteger("kenari.crash.samples", 6);
    /** So many writes are lost in every combination; of more, samples. */
    private static final int MOST_SUBSETS = 4;
    /** What one boot of a kernel looks at: it may not take long. */
    private static final int CUTS_AT_ONCE = 4;
    private static final int DISK = 10 << 20;

    /** What e2fsck said of a content that was seen before. */
    private final Map<Long, String> verdicts = new HashMap<>();

    private int states;
    private int blockSize;
    /** Where the journal is: it is empty after every mount but for what was in it. */
    private List<Integer> journal;

    @BeforeEach
    void tools() {
        E2fsprogs.assumePresent();
    }

    private MemoryDisk prepared(int size) throws Exception {
        blockSize = size;
        // As few blocks as a journal may have: it fills up and wraps around soon.
        MemoryDisk disk = E2fsprogs.make(DISK, "-b", "" + size, "-J", "size=" + size / 1024);
        String blocks = E2fsprogs.debugfs(disk, "blocks <8>");
        journal = Arrays.stream(blocks.substring(blocks.indexOf('\n')).trim().split(" +")).map(Integer::valueOf).toList();
        Mounted.run(disk, false, CrashWorkload::prepare);
        return disk;
    }

    /** Runs a workload and all its crashes; returns what is wrong, null if nothing. */
    private String violation(MemoryDisk start, long seed, PlantedBug bug) throws Exception {
        RecordingDisk disk = new RecordingDisk(start);
        CrashWorkload workload = new CrashWorkload(seed, disk::flushes);
        workload.begin();
        KernelHarness.inKernel(kernel -> {
            PhysicalMemory memory = kernel.frames().memory();
            StoreDevice device = bug == null ? new StoreDevice(disk, memory) : bug.device(disk, memory);
            Mounted m = new Mounted(kernel, Ext4FileSystem.mount(new KernelEnvironment(kernel, null), device, false, ""));
            workload.run(m);
            m.fs.unmount();
        });
        String[] found = new String[1];
        for (int from = 0; from <= disk.flushes() && found[0] == null; from += CUTS_AT_ONCE) {
            int first = from;
            KernelHarness.inKernel(kernel -> {
                int end = Math.min(first + CUTS_AT_ONCE, disk.flushes() + 1);
                for (int cut = first; cut < end && found[0] == null; cut++) {
                    found[0] = crash(kernel, disk, workload, cut, seed);
                }
            });
        }
        return found[0] == null ? null : "seed " + seed + " " + workload.log() + ": " + found[0];
    }

    private String crash(Kernel kernel, RecordingDisk disk, CrashWorkload workload, int cut, long seed) throws Exception {
        List<LongPredicate> choices = choices(disk.epochs().get(cut), new Random(seed * 1000 + cut));
        for (int i = 0; i < Math.min(SAMPLES, choices.size()); i++) {
            MemoryDisk after = disk.afterPowerCut(cut, choices.get(i));
            states++;
            String problem = problem(kernel, after, workload, cut);
            // The file system's commit task has to run to its end.
            new WaitQueue().sleep(kernel.timers().now() + 1);
            if (problem != null) {
                return "after " + cut + " flushes, sample " + i + ": " + problem;
            }
        }
        return null;
    }

    /**
     * Which sectors survive: none, all, and in any order subsets of the writes, all of them if there are few, and torn writes. Sectors are
     * numbered from 0 in the order of the writes.
     */
    private static List<LongPredicate> choices(List<RecordingDisk.Write> writes, Random random) {
        int count = writes.size();
        if (count == 0) {
            return List.of(sector -> false);
        }
        int[] writeOf = IntStream.range(0, count)
                .flatMap(i -> IntStream.generate(() -> i).limit(writes.get(i).sectors()))
                .toArray();
        List<LongPredicate> more = new ArrayList<>();
        int subsets = 1 << Math.min(count, MOST_SUBSETS);
        for (int subset = 1; subset < subsets - 1; subset++) {
            BitSet survivors = new BitSet();
            for (int i = 0; i < count; i++) {
                survivors.set(i, count <= MOST_SUBSETS ? (subset >> i & 1) != 0 : random.nextBoolean());
            }
            more.add(sector -> survivors.get(writeOf[(int) sector]));
        }
        for (int i = 0; i < SAMPLES / 2; i++) {
            int one = random.nextInt(writeOf.length);
            int kind = random.nextInt(4);
            long seed = random.nextLong();
            more.add(sector -> switch (kind) {
                case 0 -> sector == one;
                case 1 -> sector != one;
                // As a disk does it that writes in order, but may be cut off within a write.
                case 2 -> sector < one;
                default -> (Long.hashCode((sector + 1) * seed * 0x9E37_79B9_7F4A_7C15L) & 64) != 0;
            });
        }
        Collections.shuffle(more, random);
        more.add(0, sector -> true);
        more.add(0, sector -> false);
        return more;
    }

    private String problem(Kernel kernel, MemoryDisk after, CrashWorkload workload, int cut) throws Exception {
        try {
            Mounted m = Mounted.open(kernel, after, false, "");
            String wrong = workload.judge(m, cut);
            m.fs.unmount();
            if (wrong != null) {
                return wrong;
            }
        } catch (Errno e) {
            return "it does not mount: " + e;
        }
        long content = fingerprint(after);
        String verdict = verdicts.get(content);
        if (verdict == null) {
            verdict = E2fsprogs.check(after);
            verdicts.put(content, verdict);
        }
        return verdict.isEmpty() ? null : verdict;
    }

    /** Of everything but the superblock's times, which are those of the test, and the journal, which has times too. */
    private long fingerprint(MemoryDisk disk) {
        byte[] bytes = new byte[DISK];
        disk.read(0, ByteBuffer.wrap(bytes));
        journal.forEach(block -> Arrays.fill(bytes, block * blockSize, (block + 1) * blockSize, (byte) 0));
        Arrays.fill(bytes, 1024 + 0x2C, 1024 + 0x36, (byte) 0);
        Arrays.fill(bytes, 2044, 2048, (byte) 0);
        CRC32 high = new CRC32();
        high.update(bytes, 0, DISK / 2);
        CRC32 low = new CRC32();
        low.update(bytes);
        return high.getValue() << 32 | low.getValue();
    }

    private void run(int size) throws Exception {
        MemoryDisk start = prepared(size);
        List<String> violations = new ArrayList<>();
        for (int i = 0; i < WORKLOADS; i++) {
            String violation = violation(start, SEED * 10_000 + i, null);
            if (violation != null) {
                violations.add(violation);
            }
        }
        System.out.println("ext4 crashes, blocks of " + size + ": " + states + " states, " + verdicts.size()
                + " checked by e2fsck, seed " + SEED);
        assertThat(violations).isEmpty();
        assertThat(states).isGreaterThan(WORKLOADS * 10);
    }

    @Test
    void nothingIsLostWithSmallBlocks() throws Exception {
        run(1024);
    }

    @Test
    void nothingIsLostWithBlocksOfAPage() throws Exception {
        run(4096);
    }

    @ParameterizedTest
    @EnumSource(names = {"REVOKES_LOST"}, mode = EnumSource.Mode.EXCLUDE)
    void aPlantedBugIsNoticed(PlantedBug bug) throws Exception {
        MemoryDisk start = prepared(1024);
        String violation = null;
        for (int i = 0; i < 60 && violation == null; i++) {
            violation = violation(start, SEED * 10_000 + i, bug);
        }
        assertThat(violation).isNotNull();
    }

    /** A block that was a directory's is a file's; nothing but its revocation keeps the log from bringing the directory back. */
    @Test
    void revokedBlocksStayAsTheyAre() throws Exception {
        assertThat(reused(null)).isTrue();
        assertThat(reused(PlantedBug.REVOKES_LOST)).isFalse();
    }

    private static boolean reused(PlantedBug bug) throws Exception {
        MemoryDisk disk = E2fsprogs.make(3 << 20, "-b", "1024", "-O", "^metadata_csum_seed,^metadata_csum,^orphan_file");
        boolean[] same = new boolean[1];
        KernelHarness.inKernel(kernel -> {
            PhysicalMemory memory = kernel.frames().memory();
            StoreDevice device = bug == null ? new StoreDevice(disk, memory) : bug.device(disk, memory);
            Mounted m = new Mounted(kernel, Ext4FileSystem.mount(new KernelEnvironment(kernel, null), device, false, ""));
            m.mkdir("/gone");
            for (int i = 0; i < 40; i++) {
                m.create("/gone/a name to fill a few blocks with, number " + i);
            }
            m.fs.sync();
            for (int i = 0; i < 40; i++) {
                m.unlink("/gone/a name to fill a few blocks with, number " + i);
            }
            m.rmdir("/gone");
            m.fs.sync();
            long node = m.create("/data");
            byte[] full = new byte[3 << 20];
            Arrays.fill(full, (byte) 'x');
            int length = 0;
            try {
                for (; length < full.length; length += 1024) {
                    m.write(node, length, Arrays.copyOf(full, 1024));
                }
            } catch (Errno e) {
                assertThat(e).isSameAs(Errno.ENOSPC);
            }
            m.fsync("/data");
            MemoryDisk crashed = disk.copy();
            m.fs.unmount();
            Mounted after = Mounted.open(kernel, crashed, true, "");
            same[0] = Arrays.equals(after.read("/data"), Arrays.copyOf(full, length));
            after.fs.unmount();
        });
        return same[0];
    }
}
