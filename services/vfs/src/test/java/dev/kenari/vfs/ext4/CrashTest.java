package dev.kenari.vfs.ext4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockWrite;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.harness.KernelHarness;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.disk.DiskStore;
import dev.kenari.machine.disk.MemoryDisk;
import dev.kenari.machine.disk.RecordingDisk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Cuts the power at every flush of small workloads, with samples of what had reached the medium: afterwards the file system mounts, the
 * host's e2fsck finds nothing, what fsync(2) promised is there, and no file shows what was never written to it. {@code
 * -Dkenari.crash.workloads=N -Dkenari.seed=S} runs more or others.
 */
class CrashTest {
    private static final int WORKLOADS = Integer.getInteger("kenari.crash.workloads", 6);
    private static final long SEED = Long.getLong("kenari.seed", 1);
    private static final int SAMPLES = 6;
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

    /** A disk that forgets the barrier before the commit record: the planted bug. */
    private static final class Barrierless extends StoreDevice {
        private int blocks;

        Barrierless(DiskStore store, PhysicalMemory memory) {
            super(store, memory);
        }

        @Override
        public void write(List<BlockWrite> writes) throws Errno {
            blocks += writes.size();
            super.write(writes);
        }

        @Override
        public void flush() throws Errno {
            if (blocks == 1) {
                super.flush();
            }
            blocks = 0;
        }
    }

    /** Runs a workload and all its crashes; returns what is wrong, null if nothing. */
    private String violation(MemoryDisk start, long seed, boolean planted) throws Exception {
        RecordingDisk disk = new RecordingDisk(start);
        CrashWorkload workload = new CrashWorkload(seed, () -> disk.epochs().size() - 1);
        workload.begin();
        String[] found = new String[1];
        KernelHarness.inKernel(kernel -> {
            PhysicalMemory memory = kernel.frames().memory();
            StoreDevice device = planted ? new Barrierless(disk, memory) : new StoreDevice(disk, memory);
            Mounted m = new Mounted(kernel, Ext4FileSystem.mount(kernel, device, false, ""));
            workload.run(m);
            m.fs.unmount();
            int epochs = disk.epochs().size();
            for (int cut = 0; cut < epochs && found[0] == null; cut++) {
                found[0] = crash(kernel, disk, workload, cut, seed);
            }
        });
        return found[0] == null ? null : "seed " + seed + " " + workload.log() + ": " + found[0];
    }

    private String crash(Kernel kernel, RecordingDisk disk, CrashWorkload workload, int cut, long seed) throws Exception {
        List<RecordingDisk.Write> writes = disk.epochs().get(cut);
        int sectors = writes.stream().mapToInt(RecordingDisk.Write::sectors).sum();
        int samples = sectors == 0 ? 1 : Math.min(SAMPLES, 1 << Math.min(sectors, 10));
        for (int sample = 0; sample < samples; sample++) {
            Random random = new Random(seed * 1000 + cut * 31L + sample);
            int choice = sample;
            LongPredicate survives = switch (choice) {
                case 0 -> sector -> false;
                case 1 -> sector -> true;
                // One sector alone, all but one, and halves at random.
                case 2 -> {
                    int only = random.nextInt(sectors);
                    yield sector -> sector == only;
                }
                case 3 -> {
                    int lost = random.nextInt(sectors);
                    yield sector -> sector != lost;
                }
                default -> sector -> random.nextBoolean();
            };
            MemoryDisk after = disk.afterPowerCut(cut, survives);
            states++;
            String problem = problem(kernel, after, workload, cut);
            // The file system's commit task has to run to its end.
            new WaitQueue().sleep(kernel.timers().now() + 1);
            if (problem != null) {
                return "after " + cut + " flushes, sample " + sample + ": " + problem;
            }
        }
        return null;
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
            String violation = violation(start, SEED * 10_000 + i, false);
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

    @Test
    void aMissingBarrierIsNoticed() throws Exception {
        MemoryDisk start = prepared(1024);
        String violation = null;
        for (int i = 0; i < 40 && violation == null; i++) {
            violation = violation(start, SEED * 10_000 + i, true);
        }
        assertThat(violation).isNotNull();
    }
}
