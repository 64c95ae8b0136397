package dev.kenari.machine.device.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.SeededEntropy;
import dev.kenari.machine.bus.PhysicalMemory;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class VirtioMmioTest {
    private static final long BUFFER = DriverSide.BASE + 0x8000;

    private final PhysicalMemory memory = new PhysicalMemory(DriverSide.BASE, 1 << 16);
    private final DriverSide driver = new DriverSide(memory, new VirtioRng(memory, new SeededEntropy(1)));

    @AfterEach
    void free() {
        memory.close();
    }

    @Test
    void identifiesItself() {
        assertThat(driver.get(VirtioMmio.MAGIC_VALUE)).isEqualTo(0x74726976);
        assertThat(driver.get(VirtioMmio.VERSION)).isEqualTo(2);
        assertThat(driver.get(VirtioMmio.DEVICE_ID)).isEqualTo(VirtioRng.ID);
        driver.set(VirtioMmio.QUEUE_SEL, 1);
        assertThat(driver.get(VirtioMmio.QUEUE_NUM_MAX)).as("no queue 1").isZero();
    }

    @Test
    void fillsABufferAndInterruptsUntilAcknowledged() {
        driver.start(VirtioDevice.VERSION_1);
        driver.submit(0, BUFFER, 64, true);
        assertThat(driver.used(0)).isEqualTo(64);
        assertThat(memory.getLong(BUFFER)).isNotZero();
        assertThat(memory.getLong(BUFFER + 64)).as("beyond the buffer").isZero();
        assertThat(driver.interrupt).isTrue();
        assertThat(driver.get(VirtioMmio.INTERRUPT_STATUS)).isEqualTo(VirtioMmio.USED_BUFFER);
        driver.set(VirtioMmio.INTERRUPT_ACK, VirtioMmio.USED_BUFFER);
        assertThat(driver.interrupt).isFalse();
    }

    @Test
    void refusesADriverThatDoesNotTakeVersion1() {
        driver.start(0);
        assertThat(driver.status() & VirtioMmio.STATUS_FEATURES_OK).isZero();
        driver.submit(0, BUFFER, 64, true);
        assertThat(driver.finished(0)).isZero();
    }

    @Test
    void refusesFeaturesThatItDoesNotOffer() {
        driver.start(VirtioDevice.VERSION_1 | 1);
        assertThat(driver.status() & VirtioMmio.STATUS_FEATURES_OK).isZero();
    }

    @Test
    void interruptsNotIfTheDriverSaysSo() {
        driver.start(VirtioDevice.VERSION_1);
        memory.putShort(DriverSide.ring(0) + 0x400, (short) Virtqueue.NO_INTERRUPT);
        driver.submit(0, BUFFER, 8, true);
        assertThat(driver.finished(0)).isEqualTo(1);
        assertThat(driver.interrupt).isFalse();
    }

    @Test
    void needsAResetAfterAChainWithoutEnd() {
        driver.start(VirtioDevice.VERSION_1);
        driver.descriptor(0, 0, BUFFER, 8, Virtqueue.WRITE | Virtqueue.NEXT, 1);
        driver.descriptor(0, 1, BUFFER, 8, Virtqueue.WRITE | Virtqueue.NEXT, 0);
        driver.offer(0, 0);
        driver.notifyQueue(0);
        assertThat(driver.needsReset()).isTrue();
        assertThat(driver.get(VirtioMmio.INTERRUPT_STATUS)).isEqualTo(VirtioMmio.CONFIGURATION_CHANGE);
        driver.submit(0, BUFFER, 8, true);
        assertThat(driver.finished(0)).as("stopped").isZero();
        driver.set(VirtioMmio.STATUS, 0);
        assertThat(driver.needsReset()).isFalse();
    }

    @Test
    void needsAResetAfterABufferOutsideMemory() {
        for (long address : new long[] {0, DriverSide.BASE - 1, DriverSide.BASE + (1 << 16) - 7, -1, Long.MAX_VALUE}) {
            driver.start(VirtioDevice.VERSION_1);
            memory.putShort(DriverSide.ring(0) + 0x402, (short) 0);
            driver.descriptor(0, 0, address, 8, Virtqueue.WRITE, 0);
            memory.putShort(DriverSide.ring(0) + 0x404, (short) 0);
            memory.putShort(DriverSide.ring(0) + 0x402, (short) 1);
            driver.notifyQueue(0);
            assertThat(driver.needsReset()).as("address %x", address).isTrue();
        }
    }

    @Test
    void needsAResetAfterARingOutsideMemory() {
        driver.set(VirtioMmio.QUEUE_SEL, 0);
        driver.set(VirtioMmio.QUEUE_DESC, 0x1000);
        driver.set(VirtioMmio.QUEUE_READY, 1);
        assertThat(driver.needsReset()).isTrue();
        assertThat(driver.get(VirtioMmio.QUEUE_READY)).isZero();
    }

    @Test
    void needsAResetAfterMoreChainsThanTheRingHolds() {
        driver.start(VirtioDevice.VERSION_1);
        memory.putShort(DriverSide.ring(0) + 0x402, (short) (DriverSide.SIZE + 1));
        driver.notifyQueue(0);
        assertThat(driver.needsReset()).isTrue();
    }

    @Test
    @Timeout(60)
    void survivesRandomRingsAndRegisters() {
        long seed = Long.getLong("kenari.seed", System.nanoTime());
        System.out.println("VirtioMmioTest.survivesRandomRingsAndRegisters: -Dkenari.seed=" + seed);
        Random random = new Random(seed);
        int broken = 0;
        int served = 0;
        for (int round = 0; round < 3000; round++) {
            driver.start(VirtioDevice.VERSION_1);
            memory.fill(DriverSide.ring(0), 0x1000, (byte) 0);
            for (int i = 0; i < DriverSide.SIZE; i++) {
                long address = random.nextInt(8) == 0 ? random.nextLong() : BUFFER + random.nextInt(0x4000);
                int next = random.nextInt(random.nextInt(8) == 0 ? 0x10000 : DriverSide.SIZE);
                driver.descriptor(0, i, address, random.nextInt(0x1000), random.nextInt(4), next);
            }
            for (int i = 0; i < DriverSide.SIZE; i++) {
                memory.putShort(DriverSide.ring(0) + 0x404 + 2 * i, (short) random.nextInt(DriverSide.SIZE + 1));
            }
            memory.putShort(DriverSide.ring(0) + 0x402, (short) random.nextInt(DriverSide.SIZE + 2));
            if (random.nextBoolean()) {
                driver.mmio.write(random.nextInt(0x40) * 4L, 4, random.nextInt());
            }
            driver.notifyQueue(0);
            broken += driver.needsReset() ? 1 : 0;
            served += memory.getShort(DriverSide.ring(0) + 0x802) != 0 ? 1 : 0;
        }
        assertThat(broken).as("rounds that the device refused").isPositive();
        assertThat(served).as("rounds that the device served").isPositive();
    }
}
