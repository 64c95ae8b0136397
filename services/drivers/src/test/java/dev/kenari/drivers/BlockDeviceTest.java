package dev.kenari.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.harness.DriversHarness;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.component.MarshallingConnector;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.task.Task;
import dev.kenari.machine.BoardConfiguration;
import dev.kenari.machine.disk.DiskStore;
import dev.kenari.machine.disk.FailingDisk;
import dev.kenari.machine.disk.FileDisk;
import dev.kenari.machine.disk.MemoryDisk;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlockDeviceTest {
    private static final int SECTORS = 4096;

    @TempDir
    Path directory;

    /** What a test does with a disk. */
    @FunctionalInterface
    private interface Body {
        void run(Kernel kernel, BlockDevice disk) throws Exception;
    }

    private static void run(BoardConfiguration board, DiskStore store, Body body) throws Exception {
        DriversHarness.run(board.withDisk(store), (kernel, drivers) -> body.run(
                kernel, new MarshallingConnector().connect(BlockDevice.class, drivers.disks().getFirst())));
    }

    private static void run(DiskStore store, Body body) throws Exception {
        run(DriversHarness.board(), store, body);
    }

    private static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Random reads, writes and zeroings of a disk, compared with an array. */
    private static void exercise(BlockDevice disk, long seed) throws Errno {
        Random random = new Random(seed);
        byte[] expected = disk.read(0, SECTORS * 512);
        for (int i = 0; i < 200; i++) {
            int sector = random.nextInt(SECTORS);
            int count = Math.min(1 + random.nextInt(random.nextInt(10) == 0 ? 2000 : 20), SECTORS - sector);
            switch (random.nextInt(4)) {
                case 0 -> {
                    disk.writeZeroes(sector, count);
                    Arrays.fill(expected, sector * 512, (sector + count) * 512, (byte) 0);
                }
                case 1 -> {
                    List<BlockWrite> writes = new ArrayList<>();
                    for (int at = 0; at < count; at += 7) {
                        int length = Math.min(7, count - at) * 512;
                        byte[] piece = bytes(random.nextLong(), length);
                        System.arraycopy(piece, 0, expected, (sector + at) * 512, length);
                        writes.add(new BlockWrite(sector + at, piece));
                    }
                    java.util.Collections.shuffle(writes, random);
                    disk.write(writes);
                }
                default -> assertThat(disk.read(sector, count * 512))
                        .as("seed %d, step %d", seed, i)
                        .isEqualTo(Arrays.copyOfRange(expected, sector * 512, (sector + count) * 512));
            }
        }
        disk.flush();
        assertThat(disk.read(0, SECTORS * 512)).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void keepsWhatIsWritten() throws Exception {
        run(new MemoryDisk(SECTORS * 512), (kernel, disk) -> {
            assertThat(disk.name()).isEqualTo("vda");
            assertThat(disk.sectors()).isEqualTo(SECTORS);
            assertThat(disk.readOnly()).isFalse();
            assertThat(disk.limits().serial()).isEqualTo("kenari-disk0");
            assertThat(disk.limits().physicalBlock()).isEqualTo(4096);
            exercise(disk, 1);
        });
    }

    @Test
    void keepsWhatIsWrittenInAFile() throws Exception {
        Path file = directory.resolve("d.img");
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(SECTORS * 512);
        }
        byte[] content = bytes(5, 1024);
        run(FileDisk.open(file, false), (kernel, disk) -> {
            exercise(disk, 2);
            disk.write(List.of(new BlockWrite(7, content)));
            assertThatThrownBy(() -> disk.discard(0, 8)).isSameAs(Errno.EOPNOTSUPP);
        });
        assertThat(Arrays.copyOfRange(Files.readAllBytes(file), 7 * 512, 9 * 512)).isEqualTo(content);
        run(FileDisk.open(file, true), (kernel, disk) -> {
            assertThat(disk.readOnly()).isTrue();
            assertThat(disk.read(7, 1024)).isEqualTo(content);
            assertThatThrownBy(() -> disk.write(List.of(new BlockWrite(7, content)))).isSameAs(Errno.EROFS);
            assertThatThrownBy(() -> disk.writeZeroes(7, 1)).isSameAs(Errno.EROFS);
        });
    }

    @Test
    void worksWithoutHostThreads() throws Exception {
        run(DriversHarness.board().withSeed(1), new MemoryDisk(SECTORS * 512), (kernel, disk) -> exercise(disk, 3));
    }

    @Test
    void tasksAskAtOnce() throws Exception {
        run(new MemoryDisk(8L * SECTORS * 512), (kernel, disk) -> {
            WaitQueue done = new WaitQueue();
            int[] left = {8};
            List<String> wrong = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                long base = (long) i * SECTORS;
                Task task = kernel.task("t" + i, t -> {
                    try {
                        for (int step = 0; step < 30; step++) {
                            byte[] piece = bytes(base + step, 70 * 512);
                            disk.write(List.of(new BlockWrite(base + step * 70, piece)));
                            if (!Arrays.equals(piece, disk.read(base + step * 70, piece.length))) {
                                wrong.add("sector " + (base + step * 70));
                            }
                        }
                    } catch (Errno e) {
                        wrong.add(e.toString());
                    }
                    left[0]--;
                    done.wakeAll();
                });
                task.wake();
            }
            while (left[0] > 0) {
                done.sleepUninterruptibly();
            }
            assertThat(wrong).isEmpty();
            assertThat(disk.statistics().inFlight()).isZero();
        });
    }

    @Test
    void neighboursAreMerged() throws Exception {
        run(new MemoryDisk(SECTORS * 512), (kernel, disk) -> {
            List<BlockWrite> writes = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                writes.add(new BlockWrite(i * 37 % 64 * 8L, bytes(i, 4096)));
            }
            long before = disk.statistics().counts()[BlockStatistics.FIELDS + BlockStatistics.ENDED];
            disk.write(writes);
            long[] counts = disk.statistics().counts();
            assertThat(counts[BlockStatistics.FIELDS + BlockStatistics.ENDED] - before).isEqualTo(1);
            assertThat(counts[BlockStatistics.FIELDS + BlockStatistics.MERGED]).isEqualTo(63);
            assertThat(counts[BlockStatistics.FIELDS + BlockStatistics.SECTORS]).isEqualTo(512);
            assertThat(disk.read(37 * 8, 4096)).isEqualTo(bytes(1, 4096));
        });
    }

    @Test
    void beyondTheEndIsAnError() throws Exception {
        run(new MemoryDisk(SECTORS * 512), (kernel, disk) -> {
            assertThatThrownBy(() -> disk.read(SECTORS, 512)).isSameAs(Errno.EIO);
            assertThatThrownBy(() -> disk.read(-1, 512)).isSameAs(Errno.EIO);
            assertThatThrownBy(() -> disk.write(List.of(new BlockWrite(Long.MAX_VALUE, new byte[512]))))
                    .isSameAs(Errno.EIO);
            assertThatThrownBy(() -> disk.discard(SECTORS - 1, 2)).isSameAs(Errno.EIO);
            assertThatThrownBy(() -> disk.transfer(List.of(new BlockTransfer(false, 0, 4096, 512)))).isSameAs(Errno.EINVAL);
        });
    }

    @Test
    void errorsReachTheCallerAlone() throws Exception {
        MemoryDisk medium = new MemoryDisk(SECTORS * 512);
        medium.write(512, ByteBuffer.wrap(bytes(1, 512)));
        DiskStore failing = new FailingDisk(medium, (request, operation, offset, length) ->
                operation == FailingDisk.Operation.FLUSH || offset <= 4096 && offset + length > 4096);
        run(failing, (kernel, disk) -> {
            assertThat(disk.read(1, 512)).isEqualTo(bytes(1, 512));
            assertThatThrownBy(() -> disk.read(8, 512)).isSameAs(Errno.EIO);
            assertThatThrownBy(() -> disk.write(List.of(new BlockWrite(100, new byte[512]), new BlockWrite(8, new byte[512]))))
                    .isSameAs(Errno.EIO);
            assertThatThrownBy(disk::flush).isSameAs(Errno.EIO);
            assertThat(disk.read(9, 512)).isEqualTo(new byte[512]);
        });
    }

    @Test
    void discardedSectorsReadAsZero() throws Exception {
        run(new MemoryDisk(SECTORS * 512), (kernel, disk) -> {
            disk.write(List.of(new BlockWrite(0, bytes(1, 8192))));
            disk.discard(0, 8);
            assertThat(disk.read(0, 4096)).isEqualTo(new byte[4096]);
            assertThat(disk.read(8, 4096)).isEqualTo(Arrays.copyOfRange(bytes(1, 8192), 4096, 8192));
        });
    }
}
