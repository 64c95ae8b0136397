package dev.kenari.machine.device.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.disk.DiskStore;
import dev.kenari.machine.disk.MemoryDisk;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class VirtioBlkTest {
    private static final long AREA = DriverSide.BASE + 0x10_000;
    private static final long DATA = DriverSide.BASE + 0x20_000;
    private static final int NEXT = Virtqueue.NEXT;
    private static final int WRITE = Virtqueue.WRITE;

    private final PhysicalMemory memory = new PhysicalMemory(DriverSide.BASE, 1 << 20);
    private final MemoryDisk disk = new MemoryDisk(64 * 512);
    private DriverSide driver = start(disk);

    private DriverSide start(DiskStore store) {
        DriverSide side = new DriverSide(memory, new VirtioBlk(memory, store, "serial", 2, Runnable::run));
        side.start(VirtioDevice.VERSION_1);
        return side;
    }

    @AfterEach
    void close() {
        memory.close();
    }

    /** Runs a request with one data buffer; returns its status. */
    private int request(int queue, int type, long sector, long length, boolean writable) {
        memory.putInt(AREA, type);
        memory.putLong(AREA + 8, sector);
        memory.putByte(AREA + 16, (byte) 0x55);
        driver.descriptor(queue, 0, AREA, 16, NEXT, 1);
        driver.descriptor(queue, 1, DATA, length, NEXT | (writable ? WRITE : 0), 2);
        driver.descriptor(queue, 2, AREA + 16, 1, WRITE, 0);
        driver.offer(queue, 0);
        driver.notifyQueue(queue);
        assertThat(driver.finished(queue)).isEqualTo(1);
        driver.used(queue);
        return memory.getByte(AREA + 16);
    }

    @Test
    void readsAndWritesThroughEachQueue() {
        for (int queue = 0; queue < 2; queue++) {
            memory.fill(DATA, 1024, (byte) (queue + 7));
            assertThat(request(queue, VirtioBlk.OUT, 5, 1024, false)).isEqualTo(VirtioBlk.OK);
            assertThat(driver.interrupt).isTrue();
            memory.fill(DATA, 1024, (byte) 0);
            assertThat(request(queue, VirtioBlk.IN, 6, 512, true)).isEqualTo(VirtioBlk.OK);
            assertThat(memory.getByte(DATA + 511)).isEqualTo((byte) (queue + 7));
            assertThat(memory.getByte(DATA + 512)).isZero();
        }
    }

    @Test
    void spreadsDataOverBuffers() {
        disk.write(0, ByteBuffer.wrap(new byte[1024]).put(500, (byte) 1).put(1000, (byte) 2).clear());
        memory.putInt(AREA, VirtioBlk.IN);
        memory.putLong(AREA + 8, 0);
        driver.descriptor(0, 0, AREA, 16, NEXT, 1);
        driver.descriptor(0, 1, DATA, 500, NEXT | WRITE, 2);
        driver.descriptor(0, 2, DATA + 0x1000, 525, WRITE, 0);
        driver.offer(0, 0);
        driver.notifyQueue(0);
        assertThat(driver.used(0)).isEqualTo(1025);
        assertThat(memory.getByte(DATA + 0x1000)).isEqualTo((byte) 1);
        assertThat(memory.getByte(DATA + 0x1000 + 500)).isEqualTo((byte) 2);
        assertThat(memory.getByte(DATA + 0x1000 + 524)).as("status").isZero();
    }

    @Test
    void saysWhoItIs() {
        assertThat(request(0, VirtioBlk.GET_ID, 0, 20, true)).isEqualTo(VirtioBlk.OK);
        assertThat(memory.getByte(DATA)).isEqualTo((byte) 's');
        assertThat(driver.mmio.read(VirtioMmio.CONFIG, 8)).isEqualTo(64);
        assertThat(driver.mmio.read(VirtioMmio.CONFIG + 34, 2)).isEqualTo(2);
    }

    @Test
    void refusesWhatLiesBeyondTheEnd() {
        assertThat(request(0, VirtioBlk.IN, 64, 512, true)).isEqualTo(VirtioBlk.IO_ERROR);
        assertThat(request(0, VirtioBlk.IN, 63, 1024, true)).isEqualTo(VirtioBlk.IO_ERROR);
        assertThat(request(0, VirtioBlk.OUT, Long.MAX_VALUE, 512, false)).isEqualTo(VirtioBlk.IO_ERROR);
        assertThat(request(0, VirtioBlk.OUT, -1, 512, false)).isEqualTo(VirtioBlk.IO_ERROR);
        assertThat(request(0, VirtioBlk.OUT, 0, 100, false)).isEqualTo(VirtioBlk.IO_ERROR);
        assertThat(request(0, 99, 0, 512, false)).isEqualTo(VirtioBlk.UNSUPPORTED);
        assertThat(driver.needsReset()).isFalse();
    }

    @Test
    void zeroesRanges() {
        disk.write(512, ByteBuffer.wrap(new byte[1024]).put(0, (byte) 1).put(512, (byte) 2).clear());
        memory.putLong(DATA, 1);
        memory.putInt(DATA + 8, 1);
        memory.putInt(DATA + 12, 0);
        assertThat(request(0, VirtioBlk.WRITE_ZEROES, 0, 16, false)).isEqualTo(VirtioBlk.OK);
        ByteBuffer now = ByteBuffer.allocate(1024);
        disk.read(512, now);
        assertThat(now.get(0)).isZero();
        assertThat(now.get(512)).isEqualTo((byte) 2);
        memory.putLong(DATA, 63);
        memory.putInt(DATA + 8, 2);
        assertThat(request(0, VirtioBlk.DISCARD, 0, 16, false)).isEqualTo(VirtioBlk.IO_ERROR);
        memory.putInt(DATA + 12, 1);
        assertThat(request(0, VirtioBlk.DISCARD, 0, 16, false)).isEqualTo(VirtioBlk.UNSUPPORTED);
        assertThat(request(0, VirtioBlk.DISCARD, 0, 15, false)).isEqualTo(VirtioBlk.IO_ERROR);
    }

    @Test
    void aRequestWithoutHeaderOrStatusNeedsAReset() {
        driver.submit(0, DATA, 8, false);
        assertThat(driver.needsReset()).isTrue();
        driver = start(disk);
        driver.submit(0, DATA, 16, false);
        assertThat(driver.needsReset()).isTrue();
    }
}
